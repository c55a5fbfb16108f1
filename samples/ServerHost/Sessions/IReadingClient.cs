using System.Text.Json;

namespace Pacs.ServerHost;

/// <summary>What a browser in a reading room, or before a worklist, is told.</summary>
/// <remarks>Public: SignalR builds its implementation in an assembly of its own.</remarks>
public interface IReadingClient
{
    /// <summary>Somebody came, went or took over.</summary>
    Task MembersChanged(IReadOnlyList<Reader> members, string? leader);

    /// <summary>The leader shows something else.</summary>
    Task StateChanged(JsonElement state, string from);

    /// <summary>Somebody points.</summary>
    Task CursorMoved(string id, string viewport, double x, double y);

    /// <summary>The annotations are others.</summary>
    Task AnnotationsChanged(JsonElement annotations, string from);

    /// <summary>Some study has another status than before.</summary>
    Task StatusesChanged();
}
