using System.Text.Json;

namespace Pacs.ServerHost.Tests;

public sealed class ReadingRoomTests
{
    private static readonly JsonElement State = JsonSerializer.SerializeToElement(new { slice = 7 });

    [Test]
    public void WhoComesFirst_LeadsAndOthersFindWhatIsShown()
    {
        var rooms = new ReadingRooms();
        rooms.Join("1.2", "a", "Ann");
        Assert.That(rooms.Find("1.2")!.TrySetState("a", State), Is.True);

        RoomView view = rooms.Join("1.2", "b", "Bob");

        Assert.That((view.Leader, view.State?.GetProperty("slice").GetInt32(), string.Join(',', view.Members.Select(static member => member.Name))), Is.EqualTo(("a", 7, "Ann,Bob")));
        Assert.That(view.Members.Select(static member => member.Color), Is.Unique);
    }

    [Test]
    public void OnlyTheLeader_ShowsAndAnyMemberMayTakeOver()
    {
        var room = new ReadingRoom();
        room.Join("a", "Ann");
        room.Join("b", "Bob");

        Assert.That(room.TrySetState("b", State), Is.False);
        Assert.That((room.TryLead("b"), room.TrySetState("b", State), room.TrySetState("a", State), room.TryLead("stranger")), Is.EqualTo((true, true, false, false)));
    }

    [Test]
    public void WhenTheLeaderGoes_TheLongestThereLeads()
    {
        var rooms = new ReadingRooms();
        rooms.Join("1.2", "a", "Ann");
        rooms.Join("1.2", "b", "Bob");
        rooms.Leave("1.2", "a");
        Assert.That(rooms.Find("1.2")!.View("b").Leader, Is.EqualTo("b"));

        rooms.Leave("1.2", "b");
        Assert.That(rooms.Find("1.2"), Is.Null);
    }
}
