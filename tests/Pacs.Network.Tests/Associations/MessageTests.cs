using System.Buffers;
using System.IO.Pipelines;
using CsCheck;
using Pacs.Core;

namespace Pacs.Network.Tests;

/// <summary>Messages through P-DATA-TF: however long, in PDUs of whatever length, they arrive as they were sent (PS3.8 §9.3.5, Annex E).</summary>
[Category("PS3.8 §E")]
public sealed class MessageTests
{
    [Test]
    public void AMessage_ThroughAnyPduLength_ArrivesAsItWasSent() =>
        Gen.Select(Gen.Int[0, 200_000], Gen.UInt[8, 300], Gen.Bool).SampleAsync(async (length, pduLength, hops) =>
        {
            byte[] sent = Bytes(length);
            await using Pair pair = await Pair.AssociateAsync(length > 20_000 ? pduLength * 64 : pduLength);
            Task sending = pair.Requestor.SendAsync(3, TestCommand.Create(TestCommand.StoreRequest, hasDataset: true), new MemoryPayload(sent, hops: hops), default).AsTask();
            ReceivedMessage message = (await pair.Acceptor.ReceiveAsync(default))!;
            byte[] received = await ReadAsync(message.Dataset);
            await sending;
            Assert.That(message.ContextId, Is.EqualTo(3));
            Assert.That(TestCommand.Field(message.Command), Is.EqualTo(TestCommand.StoreRequest));
            Assert.That(received, Is.EqualTo(sent));
        }, iter: 60);

    [TestCase(16384u)]
    [TestCase(100u)]
    [Category("PS3.8 §D.1")]
    public async Task NoPdu_IsLongerThanThePeerTakes(uint limit)
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync(limit);
        Task sending = association.SendAsync(3, TestCommand.Create(TestCommand.StoreRequest, hasDataset: true), new MemoryPayload(Bytes(50_000)), default).AsTask();
        long received = 0;
        while (received < 50_000)
        {
            var pdu = (DataTransferPdu)(await bed.Peer.ReceiveAsync())!;
            Assert.That(pdu.Values.Sum(value => value.Fragment.Length + PdvHeader.Size), Is.LessThanOrEqualTo(limit));
            received += pdu.Values.Where(value => !value.IsCommand).Sum(value => value.Fragment.Length);
        }

        await sending;
        bed.Peer.Close();
    }

    [Test]
    public async Task FragmentsOfCommandAndDataInOnePdu_AreOneMessage()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        byte[] command = TestCommand.Encode(TestCommand.StoreRequest, hasDataset: true);
        await bed.Peer.SendAsync(new DataTransferPdu(
        [
            new PresentationDataValue(3, IsCommand: true, IsLast: false, command.AsMemory(0, 10)),
            new PresentationDataValue(3, IsCommand: true, IsLast: true, command.AsMemory(10)),
            new PresentationDataValue(3, IsCommand: false, IsLast: false, Bytes(4)),
            new PresentationDataValue(3, IsCommand: false, IsLast: true, Bytes(0)),
        ]));
        ReceivedMessage message = (await association.ReceiveAsync(default))!;
        Assert.That(await ReadAsync(message.Dataset), Is.EqualTo(Bytes(4)));
        bed.Peer.Close();
    }

    [Test]
    public async Task ADatasetThatNobodyReads_IsDiscardedBeforeTheNextMessage()
    {
        await using Pair pair = await Pair.AssociateAsync(16384);
        await pair.Requestor.SendAsync(3, TestCommand.Create(TestCommand.StoreRequest, hasDataset: true, messageId: 1), new MemoryPayload(Bytes(30_000)), default);
        await pair.Requestor.SendAsync(1, TestCommand.Create(TestCommand.EchoRequest, messageId: 2), dataset: null, default);
        Assert.That(TestCommand.Field((await pair.Acceptor.ReceiveAsync(default))!.Command), Is.EqualTo(TestCommand.StoreRequest));
        Assert.That(TestCommand.Field((await pair.Acceptor.ReceiveAsync(default))!.Command), Is.EqualTo(TestCommand.EchoRequest));
    }

    [Test]
    public async Task FragmentsOfAnotherContextWithinAMessage_AbortTheAssociation()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        await bed.Peer.SendAsync(RawPeer.Data(3, isCommand: true, TestCommand.Encode(TestCommand.StoreRequest, hasDataset: true)), RawPeer.Data(1, isCommand: false, Bytes(4)));
        ReceivedMessage message = (await association.ReceiveAsync(default))!;
        AssociationAbortedException over = await Bed.AbortOf(ReadAsync(message.Dataset));
        bed.Peer.Close();
        Assert.That(over.Cause, Is.EqualTo(AbortCause.ProtocolError));
    }

    [Test]
    public async Task APayloadThatBreaksInTheMiddle_AbortsTheAssociation()
    {
        await using Pair pair = await Pair.AssociateAsync(16384);
        Task<byte[]> reading = ReceiveAsync(pair.Acceptor);
        Assert.ThrowsAsync<IOException>(async () => await pair.Requestor.SendAsync(3, TestCommand.Create(TestCommand.StoreRequest, hasDataset: true), new MemoryPayload(Bytes(3_000_000), failAt: 2_000_000), default));
        AssociationAbortedException over = await Bed.AbortOf(reading);
        Assert.That(over.Cause, Is.EqualTo(AbortCause.Peer));

        static async Task<byte[]> ReceiveAsync(Association association) => await ReadAsync((await association.ReceiveAsync(default))!.Dataset);
    }

    private static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader)
    {
        var all = new ArrayBufferWriter<byte>();
        while (true)
        {
            ReadResult result = await reader.ReadAsync();
            foreach (ReadOnlyMemory<byte> segment in result.Buffer) all.Write(segment.Span);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return all.WrittenSpan.ToArray();
        }
    }

    /// <summary>Two associations that are the two ends of one.</summary>
    private sealed class Pair(Association requestor, Association acceptor) : IAsyncDisposable
    {
        public Association Requestor { get; } = requestor;

        public Association Acceptor { get; } = acceptor;

        public static async Task<Pair> AssociateAsync(uint pduLength)
        {
            var bed = new Bed();
            var options = new AssociationOptions { MaxPduLength = pduLength };
            Task<Association?> accepting = Association.AcceptAsync(bed.Peer.Connection, new Bed.OpenPolicy(), options, default).AsTask();
            Association requestor = await Association.RequestAsync(bed.Connection, bed.Request, options, default);
            return new Pair(requestor, (await accepting)!);
        }

        public async ValueTask DisposeAsync()
        {
            Task receiving = Acceptor.ReceiveAsync(default).AsTask(); // answers the release
            try
            {
                await Requestor.ReleaseAsync(default);
                await receiving;
            }
            catch (AssociationAbortedException)
            {
                // One of the ends was aborted by the test.
            }

            await Requestor.DisposeAsync();
            await Acceptor.DisposeAsync();
        }
    }
}
