namespace Pacs.ServerHost;

/// <summary>The rooms in use, by study. A room goes when the last reader does.</summary>
internal sealed class ReadingRooms
{
    private readonly Dictionary<string, ReadingRoom> _rooms = [];

    public RoomView Join(string study, string id, string name)
    {
        lock (_rooms)
        {
            if (!_rooms.TryGetValue(study, out ReadingRoom? room)) _rooms[study] = room = new ReadingRoom();
            return room.Join(id, name);
        }
    }

    public ReadingRoom? Find(string study)
    {
        lock (_rooms) return _rooms.GetValueOrDefault(study);
    }

    public void Leave(string study, string id)
    {
        lock (_rooms)
            if (_rooms.TryGetValue(study, out ReadingRoom? room) && !room.Leave(id)) _rooms.Remove(study);
    }
}
