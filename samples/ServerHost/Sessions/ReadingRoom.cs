using System.Text.Json;

namespace Pacs.ServerHost;

/// <summary>Somebody at a study.</summary>
/// <param name="Id">The connection.</param>
/// <param name="Name">As others see it.</param>
/// <param name="Color">Of the cursor, as CSS has it.</param>
public sealed record Reader(string Id, string Name, string Color);

/// <summary>What who comes in finds.</summary>
internal sealed record RoomView(string You, IReadOnlyList<Reader> Members, string? Leader, JsonElement? State, JsonElement? Annotations);

/// <summary>Those who read a study together: one leads, and what the leader shows is what all see. Guarded by itself.</summary>
internal sealed class ReadingRoom
{
    private static readonly string[] Colors = ["#4dabf7", "#ffa94d", "#69db7c", "#f783ac", "#b197fc", "#ffd43b", "#63e6be", "#ff8787"];

    private readonly List<Reader> _members = [];
    private string? _leader;
    private JsonElement? _state;
    private JsonElement? _annotations;

    public RoomView Join(string id, string name)
    {
        lock (_members)
        {
            _members.RemoveAll(member => member.Id == id);
            string color = Colors.FirstOrDefault(free => _members.TrueForAll(member => member.Color != free)) ?? Colors[_members.Count % Colors.Length];
            _members.Add(new Reader(id, name, color));
            _leader ??= id;
            return View(id);
        }
    }

    /// <summary>Takes somebody out; the one who has been there longest leads when the leader goes.</summary>
    /// <returns>Whether somebody is left.</returns>
    public bool Leave(string id)
    {
        lock (_members)
        {
            _members.RemoveAll(member => member.Id == id);
            if (_leader == id) _leader = _members.Count > 0 ? _members[0].Id : null;
            return _members.Count > 0;
        }
    }

    /// <summary>Makes somebody the leader; false for a stranger.</summary>
    public bool TryLead(string id)
    {
        lock (_members)
        {
            if (!_members.Exists(member => member.Id == id)) return false;
            _leader = id;
            return true;
        }
    }

    /// <summary>Keeps what the leader shows; false for anybody else.</summary>
    public bool TrySetState(string id, JsonElement state)
    {
        lock (_members)
        {
            if (_leader != id) return false;
            _state = state;
            return true;
        }
    }

    /// <summary>Keeps the annotations, which any member may change; false for a stranger.</summary>
    public bool TrySetAnnotations(string id, JsonElement annotations)
    {
        lock (_members)
        {
            if (!_members.Exists(member => member.Id == id)) return false;
            _annotations = annotations;
            return true;
        }
    }

    public RoomView View(string id)
    {
        lock (_members) return new RoomView(id, [.. _members], _leader, _state, _annotations);
    }
}
