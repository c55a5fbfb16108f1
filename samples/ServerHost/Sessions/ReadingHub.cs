using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Pacs.Core;

namespace Pacs.ServerHost;

/// <summary>A study read by several at once: viewport, cursors and annotations, live.</summary>
/// <remarks>The state is the viewer's own and opaque here. Messages are limited in size by the hub's options.</remarks>
internal sealed class ReadingHub(ReadingRooms rooms, VisibleStudies studies) : Hub<IReadingClient>
{
    /// <summary>The group of those who watch a worklist; no study has this name.</summary>
    public const string Worklists = "worklists";

    private const string StudyKey = "study";
    private const int LongestName = 60;

    /// <summary>Enters the room of a study, leaving another first.</summary>
    public async Task<RoomView> Join(string study, string name)
    {
        if (!DicomUid.IsValid(study)) throw new HubException("The study is no UID.");
        if (Context.User is not { } user || !await studies.IsVisibleAsync(user, study, Context.ConnectionAborted)) throw new HubException("There is no such study.");
        await Leave();
        Context.Items[StudyKey] = study;
        string shown = string.IsNullOrWhiteSpace(name) ? "Reader" : name.Trim()[..Math.Min(name.Trim().Length, LongestName)];
        RoomView view = rooms.Join(study, Context.ConnectionId, shown);
        await Groups.AddToGroupAsync(Context.ConnectionId, study);
        await Clients.OthersInGroup(study).MembersChanged(view.Members, view.Leader);
        return view;
    }

    /// <summary>Leaves the room.</summary>
    public async Task Leave()
    {
        if (Study is not { } study) return;
        Context.Items.Remove(StudyKey);
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, study);
        rooms.Leave(study, Context.ConnectionId);
        if (rooms.Find(study)?.View(Context.ConnectionId) is { } left) await Clients.Group(study).MembersChanged(left.Members, left.Leader);
    }

    /// <summary>Shows something to all; only the leader's counts.</summary>
    public async Task<bool> SetState(JsonElement state)
    {
        if (Study is not { } study || rooms.Find(study)?.TrySetState(Context.ConnectionId, state) is not true) return false;
        await Clients.OthersInGroup(study).StateChanged(state, Context.ConnectionId);
        return true;
    }

    /// <summary>Points at a place of a viewport: fractions of its width and height.</summary>
    public Task MoveCursor(string viewport, double x, double y) =>
        Study is { } study ? Clients.OthersInGroup(study).CursorMoved(Context.ConnectionId, viewport, x, y) : Task.CompletedTask;

    /// <summary>Replaces the annotations of all.</summary>
    public async Task<bool> SetAnnotations(JsonElement annotations)
    {
        if (Study is not { } study || rooms.Find(study)?.TrySetAnnotations(Context.ConnectionId, annotations) is not true) return false;
        await Clients.OthersInGroup(study).AnnotationsChanged(annotations, Context.ConnectionId);
        return true;
    }

    /// <summary>Takes over.</summary>
    public async Task<bool> TakeLead()
    {
        if (Study is not { } study || rooms.Find(study) is not { } room || !room.TryLead(Context.ConnectionId)) return false;
        RoomView view = room.View(Context.ConnectionId);
        await Clients.Group(study).MembersChanged(view.Members, view.Leader);
        return true;
    }

    /// <summary>Asks to be told when a study's status changes.</summary>
    public Task WatchStatuses() => Groups.AddToGroupAsync(Context.ConnectionId, Worklists);

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await Leave();
        await base.OnDisconnectedAsync(exception);
    }

    private string? Study => Context.Items.TryGetValue(StudyKey, out object? study) ? (string?)study : null;
}
