using System.Xml.Linq;

namespace Pacs.Core.Tests.Audit;

public sealed class FileAuditSinkTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pacs-audit-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task AMessage_IsInTheFileOfItsDayWhenItIsAcknowledged()
    {
        await using var sink = new FileAuditSink(_folder, new Clock(2026, 11, 26));

        await sink.RecordAsync(Message("P1"));

        Assert.That(Patients("20261126"), Is.EqualTo(new[] { "P1" }));
    }

    [Test]
    public async Task ANewDay_BeginsANewFile()
    {
        var clock = new Clock(2026, 12, 31);
        await using var sink = new FileAuditSink(_folder, clock);
        await sink.RecordAsync(Message("old"));

        clock.Now = clock.Now.AddDays(1);
        await sink.RecordAsync(Message("new"));

        Assert.That((Patients("20261231"), Patients("20270101")), Is.EqualTo((new[] { "old" }, new[] { "new" })));
    }

    [Test]
    public async Task ManyAtOnce_AreAllRecordedEachOnALineOfItsOwn()
    {
        string[] names = [.. Enumerable.Range(0, 10_000).Select(i => $"P{i}")];
        await using (var sink = new FileAuditSink(_folder, new Clock(2026, 11, 26)))
            await Parallel.ForEachAsync(names, async (name, ct) => await sink.RecordAsync(Message(name), ct));

        Assert.That(Patients("20261126"), Is.EquivalentTo(names));
    }

    [Test]
    public async Task ALineThatAFaultCutOff_SpoilsNoLaterOne()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "audit-20261126.xml"), "<?xml version=\"1.0\"?><AuditMess");
        await using var sink = new FileAuditSink(_folder, new Clock(2026, 11, 26));

        await sink.RecordAsync(Message("P2"));

        Assert.That((await File.ReadAllLinesAsync(Path.Combine(_folder, "audit-20261126.xml")))[1], Does.Contain("P2"));
    }

    [Test]
    public async Task AFileThatCannotBeOpened_FailsTheMessageAndTheNextIsTriedAgain()
    {
        string blocked = Path.Combine(_folder, "audit-20261126.xml");
        Directory.CreateDirectory(blocked);
        await using var sink = new FileAuditSink(_folder, new Clock(2026, 11, 26));

        Assert.That(async () => await sink.RecordAsync(Message("lost")), Throws.InstanceOf<IOException>());
        Directory.Delete(blocked);
        await sink.RecordAsync(Message("kept"));

        Assert.That(Patients("20261126"), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public async Task AClosedSink_RefusesMessages()
    {
        var sink = new FileAuditSink(_folder);
        await sink.DisposeAsync();

        Assert.That(async () => await sink.RecordAsync(Message("late")), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static AuditMessage Message(string patient) => new(
        new AuditEvent(AuditEventId.Query, AuditAction.Execute, DateTimeOffset.UnixEpoch, AuditOutcome.Success),
        [new AuditParticipant("tester", IsRequestor: true)], new AuditSource("test"), [AuditObject.Patient(patient)]);

    private string[] Patients(string day) =>
        [.. ReadLines(Path.Combine(_folder, $"audit-{day}.xml")).Select(line => XDocument.Parse(line).Root!.Element("ParticipantObjectIdentification")!.Attribute("ParticipantObjectID")!.Value)];

    private static IEnumerable<string> ReadLines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line) yield return line;
    }

    private sealed class Clock(int year, int month, int day) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(year, month, day, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
