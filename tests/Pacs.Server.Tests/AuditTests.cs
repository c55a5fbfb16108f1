using System.Text;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server.Tests;

[Category("PS3.15 §A.5.3")]
public sealed class AuditTests
{
    private static readonly DicomUid Study = new("1.2.826.0.1.3680043.10.999.1"), Series = new("1.2.826.0.1.3680043.10.999.1.1"), Study2 = new("1.2.826.0.1.3680043.10.999.2"), Series2 = new("1.2.826.0.1.3680043.10.999.2.1");

    private readonly List<AuditMessage> _messages = [];

    [Test]
    public async Task WhatAnAssociationBrings_IsOneEntryForEachPatient()
    {
        await using (Bench bench = await StartAsync())
        {
            string[] paths = [.. await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 3), .. await SyntheticStudy.WriteAsync(bench.Files, "P2", Study2, Series2, 2)];
            await bench.Client.StoreAsync(paths).ToListAsync();
        }

        Assert.That(_messages.Select(m => (m.Event.Id.Value, m.Event.Action, m.Event.Outcome, m.Objects[0].Id, m.Objects[0].SopClasses.Single().Value, m.Objects[1].Id)), Is.EquivalentTo(new[]
        {
            ("110104", AuditAction.Create, AuditOutcome.Success, Study.ToString(), 3, "P1"),
            ("110104", AuditAction.Create, AuditOutcome.Success, Study2.ToString(), 2, "P2"),
        }));
        AuditParticipant sender = _messages[0].Participants.Single(p => p.IsRequestor);
        Assert.That((sender.AlternativeUserId!.StartsWith("AETITLES=", StringComparison.Ordinal), sender.NetworkAccessPoint, sender.Role?.Value), Is.EqualTo((true, "127.0.0.1", "110153")));
    }

    [Test]
    public async Task AQuery_IsKeptAsItWasAsked()
    {
        await using (Bench bench = await StartAsync())
            await bench.Client.FindAsync(DicomQuery.Studies().Match(DicomTag.PatientID, "P1")).ToListAsync();

        AuditMessage message = _messages.Single();
        Assert.That((message.Event.Id.Value, message.Objects.Single().Id), Is.EqualTo(("110112", DicomUid.StudyRootQueryRetrieveInformationModelFind.ToString())));
        Assert.That(System.Text.Encoding.ASCII.GetString(message.Objects.Single().Query!.Value.Span), Does.Contain("P1"));
    }

    [Test]
    public async Task AMove_NamesWhoAskedAndWhereItGoes()
    {
        await using Bench target = await Bench.StartAsync(options => options with { AeTitle = "TARGET" });
        await using (Bench bench = await StartAsync(options => options with { Peers = [$"TARGET@127.0.0.1:{target.Server.EndPoint.Port}"] }))
        {
            await bench.Client.StoreAsync(await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 2)).ToListAsync();
            await bench.Client.MoveAsync(InstanceSelector.Study(Study), "TARGET");
        }

        AuditMessage message = _messages.Single(m => m.Event.Id.Value == "110102");
        Assert.That(message.Participants.Select(p => (p.UserId, p.Role?.Value)).Take(2), Is.EqualTo(new[] { ("PACS", "110153"), ("TARGET", "110152") }));
        Assert.That((message.Participants[2].IsRequestor, message.Objects[0].Id, message.Objects[0].SopClasses.Single().Value), Is.EqualTo((true, Study.ToString(), 2)));
    }

    [Test]
    public async Task ARefusedCaller_IsASecurityAlert()
    {
        await using (Bench bench = await StartAsync(options => options with { RequireKnownCaller = true }))
            Assert.ThrowsAsync<AssociationRejectedException>(async () => await bench.Client.EchoAsync());

        AuditMessage message = _messages.Single();
        Assert.That((message.Event.Id.Value, message.Event.Type?.Value, message.Event.Outcome), Is.EqualTo(("110113", "110126", AuditOutcome.MinorFailure)));
        Assert.That(message.Participants.Select(p => (p.UserId, p.IsRequestor)), Is.EqualTo(new[] { ("PACS", false), ("TESTER", false) }), "who reports, and who did it (PS3.15 §A.5.3.11)");
        KeyValuePair<string, ReadOnlyMemory<byte>> detail = message.Objects.Single().Details.Single();
        Assert.That((detail.Key, Encoding.UTF8.GetString(detail.Value.Span)), Is.EqualTo(("Alert Description", "Association refused: rejected-permanent, calling-AE-title-not-recognized (DICOM UL service-user)")));
    }

    [Test]
    public async Task ACallerForWhomThereIsNoRoom_IsNoSecurityAlert()
    {
        await using (Bench bench = await StartAsync(options => options with { MaxAssociations = 0 }))
            Assert.ThrowsAsync<AssociationRejectedException>(async () => await bench.Client.EchoAsync());

        Assert.That(_messages, Is.Empty);
    }

    [Test]
    public async Task ASinkThatFails_StopsNothing()
    {
        await using Bench bench = await Bench.StartAsync(options => options with { Audit = new FailingSink() });

        List<StoreResult> stored = await bench.Client.StoreAsync(await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 2)).ToListAsync();

        Assert.That(stored.Select(result => result.Status), Has.All.EqualTo(DicomStatus.Success));
        Assert.That(await bench.Client.FindAsync(DicomQuery.Studies()).CountAsync(), Is.EqualTo(1));
    }

    private Task<Bench> StartAsync(Func<PacsServerOptions, PacsServerOptions>? change = null)
    {
        var sink = new Sink(_messages);
        return Bench.StartAsync(options => (change?.Invoke(options) ?? options) with { Audit = sink });
    }

    [SetUp]
    public void Clear() => _messages.Clear();

    private sealed class Sink(List<AuditMessage> messages) : IAuditSink
    {
        public ValueTask RecordAsync(AuditMessage message, CancellationToken ct = default)
        {
            lock (messages) messages.Add(message);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class FailingSink : IAuditSink
    {
        public ValueTask RecordAsync(AuditMessage message, CancellationToken ct = default) => throw new IOException("No room.");
    }
}
