using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Robustness;

/// <summary>Peers that break every rule, while one that keeps them goes on storing beside them.</summary>
[Category("PS3.8 §9.2")]
public sealed class HostilePeerTests
{
    private const long MemoryBound = 64 << 20;

    private readonly Random _random = new(99);
    private readonly CancellationTokenSource _stop = new();
    private Workspace _workspace = null!;
    private ServerProcess _server = null!;
    private Task<int> _wellBehaved = null!;
    private int _stored;

    [OneTimeSetUp]
    public async Task StartAServerAndAWellBehavedPeer()
    {
        _workspace = new Workspace();
        _server = await ServerProcess.StartAsync(_workspace.PathOf("data"));
        _wellBehaved = StoreUntilStoppedAsync();
    }

    [OneTimeTearDown]
    public async Task TheWellBehavedPeerWasNeverDisturbed()
    {
        await _stop.CancelAsync();
        var stored = await _wellBehaved;
        var listed = await Hierarchy.WalkAsync(_server.DicomPort);
        await _server.StopAsync();
        await _server.DisposeAsync();
        _workspace.Dispose();
        _wellBehaved.Dispose();
        _stop.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(listed.Keys.Count(instance => instance.StartsWith(SyntheticObject.Root + ".4.", StringComparison.Ordinal)), Is.EqualTo(stored));
            Assert.That(_server.Log, Does.Not.Contain("WELLBEHAVED").And.Not.Contain("Synthetic^"), "patient data in the log");
        });
    }

    [SetUp]
    public async Task WaitForTheWellBehavedPeer() => await ItGoesOnAsync();

    [TearDown]
    public async Task TheServerGoesOnAndStaysSmall()
    {
        await ItGoesOnAsync();
        using var association = await RawAssociation.ConnectAsync(_server.DicomPort, [(Uids.Verification, Uids.ImplicitLittleEndian)]);
        Assert.That(await association.EchoAsync(), Is.Zero);
        await association.ReleaseAsync();
    }

    [Test]
    public async Task RandomBytes_AreNoAssociation()
    {
        await MemoryStaysAsync(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var bytes = new byte[_random.Next(1, 20_000)];
                _random.NextBytes(bytes);
                await Conversation.SayAsync(_server.DicomPort, bytes, reset: i % 2 == 0);
            }
        });
    }

    [Test]
    public async Task ATruncatedAssociateRequest_EndsQuietly()
    {
        var request = Conversation.Associate();
        for (var length = 0; length < request.Length; length += 7)
            await Conversation.SayAsync(_server.DicomPort, request.AsMemory(0, length), reset: length % 2 == 0);
    }

    [Test]
    public async Task AMutatedAssociateRequest_IsAnsweredOrAborted()
    {
        for (var i = 0; i < 300; i++)
        {
            var request = Conversation.Associate();
            for (var changes = _random.Next(1, 6); changes > 0; changes--)
                request[_random.Next(request.Length)] = (byte)_random.Next(256);
            await Conversation.SayAsync(_server.DicomPort, request, reset: i % 2 == 0);
        }
    }

    [TestCase((byte)1)]
    [TestCase((byte)4)]
    [TestCase((byte)7)]
    public async Task APduThatClaimsFourGigabytes_IsRefusedBeforeMemoryIsTaken(byte type)
    {
        await MemoryStaysAsync(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                byte[] pdu = [type, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[50_000]];
                await Conversation.SayAsync(_server.DicomPort, type == 4 ? (byte[])[.. Conversation.Associate(), .. pdu] : pdu, reset: false);
            }
        });
    }

    [Test]
    public async Task AnUnknownPduType_IsAborted()
    {
        foreach (var type in new byte[] { 0, 8, 9, 0x42, 0xFF })
        {
            var heard = await SayAfterAssociationAsync(RawPdu.Make(type, [1, 2, 3, 4]));

            // AA-8 (PS3.8 table 9-10): an A-ABORT, and the connection closed.
            Assert.That(heard, Is.EqualTo([RawPdu.AssociateAc, RawPdu.Abort]), $"PDU type {type:X2}");
        }
    }

    [TestCase(0u)]
    [TestCase(1u)]
    [TestCase(1000u)]
    [TestCase(0xFFFFFFFFu)]
    public async Task APdvWhoseLengthIsWrong_IsAborted(uint pdvLength)
    {
        var pdu = RawPdu.DataOf(3, RawCommand.Request(RawCommand.CEcho, 1, Uids.Verification, hasDataset: false).Encode(), command: true, last: true);
        BinaryPrimitives.WriteUInt32BigEndian(pdu.AsSpan(6), pdvLength);

        Assert.That(await SayAfterAssociationAsync(pdu), Does.Contain(RawPdu.Abort));
    }

    [Test]
    public async Task AContextThatWasNotNegotiated_IsAborted()
    {
        var pdu = RawPdu.DataOf(99, RawCommand.Request(RawCommand.CEcho, 1, Uids.Verification, hasDataset: false).Encode(), command: true, last: true);

        Assert.That(await SayAfterAssociationAsync(pdu), Does.Contain(RawPdu.Abort));
    }

    [Test]
    public async Task ADataSetBeforeItsCommand_IsAborted() =>
        Assert.That(await SayAfterAssociationAsync(RawPdu.DataOf(1, new byte[100], command: false, last: true)), Does.Contain(RawPdu.Abort));

    [Test]
    public async Task ACommandSetOfRubbish_IsAbortedOrAnswered()
    {
        for (var i = 0; i < 100; i++)
        {
            var rubbish = new byte[_random.Next(1, 500)];
            _random.NextBytes(rubbish);
            Assert.That(await SayAfterAssociationAsync(RawPdu.DataOf(3, rubbish, command: true, last: true)), Has.Count.GreaterThan(1));
        }
    }

    [Test]
    public async Task ACommandSetWithoutEnd_TakesNoMemory()
    {
        await MemoryStaysAsync(async () =>
        {
            var fragments = new MemoryStream();
            fragments.Write(Conversation.Associate());
            var fragment = RawPdu.DataOf(3, new byte[16_000], command: true, last: false);
            for (var i = 0; i < 2_000; i++)
                fragments.Write(fragment);
            await Conversation.SayAsync(_server.DicomPort, fragments.ToArray(), reset: false);
        });
    }

    [Test]
    public async Task AnIdentifierWithoutEnd_TakesNoMemory()
    {
        await MemoryStaysAsync(async () =>
        {
            var fragments = new MemoryStream();
            fragments.Write(Conversation.Associate());
            fragments.Write(RawPdu.DataOf(5, RawCommand.Request(RawCommand.CFind, 1, Uids.StudyFind, hasDataset: true).Encode(), command: true, last: true));
            var fragment = RawPdu.DataOf(5, new byte[16_000], command: false, last: false);
            for (var i = 0; i < 10_000; i++)
                fragments.Write(fragment);
            await Conversation.SayAsync(_server.DicomPort, fragments.ToArray(), reset: false);
        });
    }

    [Test]
    public async Task AStoreWithoutAnInstanceUid_GetsAFailureStatusOrAnAbort()
    {
        using var association = await RawAssociation.ConnectAsync(_server.DicomPort, [(Uids.CtImage, Uids.ExplicitLittleEndian)]);
        var withoutUid = RawCommand.Request(RawCommand.CStore, 1, Uids.CtImage, hasDataset: true);
        try
        {
            await association.SendAsync(1, withoutUid, new SyntheticObject("H", SyntheticObject.Root + ".5.1", 1, 1000).Open(), CancellationToken.None);
            Assert.That((await association.ReceiveAsync(null, CancellationToken.None)).Command.Status, Is.Not.Zero);
        }
        catch (IOException aborted)
        {
            Assert.That(aborted.Message, Does.Contain("PDU type 7").Or.Contain("reset"));
        }
    }

    [TestCase(150, Description = "in the header")]
    [TestCase(50_001, Description = "in the pixel data")]
    public async Task ADataSetThatEndsEarly_IsRefusedAndNotListed(int length)
    {
        var instance = new SyntheticObject("H", SyntheticObject.Root + ".5.2", length, 100_000);
        using var association = await RawAssociation.ConnectAsync(_server.DicomPort, [(Uids.CtImage, Uids.ExplicitLittleEndian)]);
        var cut = new MemoryStream(instance.ToArray(), 0, length);
        Assert.That(await association.StoreAsync(Uids.CtImage, instance.SopInstance, Uids.ExplicitLittleEndian, cut), Is.Not.Zero);
        await association.ReleaseAsync();

        Assert.That((await Hierarchy.WalkAsync(_server.DicomPort)).Keys, Has.No.Member(instance.SopInstance));
    }

    [Test]
    public async Task AConnectionCutAtAnyByte_LeavesNothingInPart()
    {
        var cut = new List<SyntheticObject>();
        await MemoryStaysAsync(async () =>
        {
            for (var i = 1; i <= 200; i++)
            {
                var instance = new SyntheticObject("CUT", SyntheticObject.Root + ".6.1", i, i % 4 == 0 ? 900_000 : 30_000);
                var bytes = Conversation.Store(instance);
                // Ten bytes of release request end the conversation: a cut before the byte that precedes them is inside the data set.
                await Conversation.SayAsync(_server.DicomPort, bytes.AsMemory(0, _random.Next(bytes.Length - 11)), reset: i % 2 == 0);
                cut.Add(instance);
            }
        });

        var listed = await Hierarchy.WalkAsync(_server.DicomPort);
        Assert.That(cut.Select(instance => instance.SopInstance).Where(listed.ContainsKey), Is.Empty);
    }

    [Test]
    public async Task PeersThatSayAlmostNothing_DoNotStopTheOthers()
    {
        var request = Conversation.Associate();
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 30; i++)
            {
                var client = new TcpClient { NoDelay = true };
                await client.ConnectAsync(IPAddress.Loopback, _server.DicomPort);
                slow.Add(client);
            }
            for (var at = 0; at < 20; at++)
            {
                foreach (var client in slow)
                    await client.GetStream().WriteAsync(request.AsMemory(at, 1));
                await ItGoesOnAsync();
            }
        }
        finally
        {
            foreach (var client in slow)
                client.Dispose();
        }
    }

    private async Task<List<byte>> SayAfterAssociationAsync(byte[] pdu)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, _server.DicomPort);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Conversation.Associate());
        await stream.WriteAsync(pdu);
        client.Client.Shutdown(SocketShutdown.Send);
        return await Conversation.DrainAsync(stream);
    }

    private async Task MemoryStaysAsync(Func<Task> attack)
    {
        var before = _server.ResidentBytes;
        _server.ForgetPeak();
        await attack();
        Assert.That(_server.PeakBytes - before, Is.LessThan(MemoryBound));
    }

    /// <summary>Returns when the well-behaved peer has stored three more instances.</summary>
    private async Task ItGoesOnAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var until = Volatile.Read(ref _stored) + 3;
        while (Volatile.Read(ref _stored) < until)
        {
            if (_wellBehaved.IsCompleted)
                await _wellBehaved;
            Assert.That(_server.HasExited, Is.False, _server.Log);
            await Task.Delay(5, limit.Token);
        }
    }

    private async Task<int> StoreUntilStoppedAsync()
    {
        using var association = await RawAssociation.ConnectAsync(_server.DicomPort, [(Uids.CtImage, Uids.ExplicitLittleEndian)]);
        while (!_stop.IsCancellationRequested)
        {
            // A hundred images a study keep the walk at the end short.
            var instance = new SyntheticObject("WELLBEHAVED", $"{SyntheticObject.Root}.4.{_stored / 100}", (_stored % 100) + 1, 8_000);
            Assert.That(await association.StoreAsync(Uids.CtImage, instance.SopInstance, Uids.ExplicitLittleEndian, instance.Open()), Is.Zero);
            Interlocked.Increment(ref _stored);
            await Task.Delay(2);
        }
        await association.ReleaseAsync();
        return _stored;
    }
}
