using System.Buffers;
using CsCheck;
using Pacs.Core;
using Pacs.Network.Tests.Dimse;

namespace Pacs.Network.Tests.Scp;

/// <summary>Commands that no decent peer sends. Each is answered or aborted, and the next peer is served.</summary>
[Category("PS3.7 §9.3")]
public sealed class HostileCommandTests
{
    private static readonly DicomUid[] Classes =
    [
        DicomUid.Verification, DicomUid.CTImageStorage, DicomUid.StudyRootQueryRetrieveInformationModelFind,
        DicomUid.StudyRootQueryRetrieveInformationModelMove, DicomUid.StudyRootQueryRetrieveInformationModelGet,
    ];

    private static readonly Gen<CommandSet> Requests = Gen.OneOf(
        Gen.Const(CEcho.Request(3, Classes[0])),
        Gen.Const(CStore.Request(3, new InstanceId(Classes[1], new DicomUid("1.2.3")), Priority.Low, new MoveOriginator("X", 1))),
        Gen.Const(CFind.Request(3, Classes[2], Priority.High)),
        Gen.Const(CMove.Request(3, Classes[3], Priority.Medium, "GONE")),
        Gen.Const(CGet.Request(3, Classes[4], Priority.Medium)),
        Gen.Const(CCancel.Request(3)),
        Gen.Const(CStore.Response(CStore.Request(3, new InstanceId(Classes[1], new DicomUid("1.2.3")), Priority.Low), DicomStatus.Success)));

    [Test]
    public async Task ACommandWithBytesChanged_IsAnsweredOrAborted_AndOthersAreServed()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1)]);
        bed.Find.Handler = (_, ct) => FakeFind.Matches(2, ct);
        Gen.Select(Requests, Gen.Int[0, Classes.Length - 1], Gen.Select(Gen.Double[0, 0.999], Gen.Byte).Array[1, 3], Gen.Byte.Array[0, 100]).Sample((request, context, changes, body) =>
        {
            byte[] bytes = CommandSetTests.Write(request);
            foreach ((double where, byte value) in changes) bytes[(int)(where * bytes.Length)] = value;
            SendAsync(bed, context, bytes, body).WaitAsync(TestBed.Patience).GetAwaiter().GetResult();
        }, iter: 300, threads: 1);
        Assert.That(await bed.Client().EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task ARequestWithElementsLeftOut_IsAnsweredOrAborted_AndOthersAreServed()
    {
        await using TestBed bed = await TestBed.StartAsync();
        Gen.Select(Requests, Gen.Int[0, Classes.Length - 1], Gen.Int[0, 63], Gen.Byte.Array[0, 20]).Sample((request, context, keep, body) =>
        {
            CommandSet less = request with
            {
                MessageId = (keep & 1) == 0 ? null : request.MessageId,
                AffectedSopClass = (keep & 2) == 0 ? null : request.AffectedSopClass,
                AffectedSopInstance = (keep & 4) == 0 ? null : request.AffectedSopInstance,
                MoveDestination = (keep & 8) == 0 ? null : request.MoveDestination,
                Priority = (keep & 16) == 0 ? null : request.Priority,
                DataSetType = (keep & 32) == 0 ? CommandSet.NoDataset : request.DataSetType,
            };
            SendAsync(bed, context, CommandSetTests.Write(less), body).WaitAsync(TestBed.Patience).GetAwaiter().GetResult();
        }, iter: 300, threads: 1);
        Assert.That(await bed.Client().EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    /// <summary>Sends a command and then an echo; returns when the echo is answered or the association has ended.</summary>
    private static async Task SendAsync(TestBed bed, int context, byte[] command, byte[] body)
    {
        var channel = await bed.AssociateAsync([.. Classes.Select(c => TestBed.Context(c, c == DicomUid.CTImageStorage ? ContextRoles.Both : ContextRoles.Scu))]);
        await using Association association = channel.Association;
        try
        {
            CommandElements elements;
            try
            {
                elements = MessageWriter.Examine(command);
            }
            catch (ArgumentException)
            {
                return; // the association does not send it, and its own tests are about receiving it
            }

            PresentationContext where = channel.ContextOf(Classes[context]);
            if (elements.HasDataset) await association.SendAsync(where.Id, command, new Bytes(body, where.TransferSyntax), default);
            else await association.WriteAsync(where.Id, command, dataset: null, flush: true, default);
            await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Request(4321, DicomUid.Verification), default);
            while (await channel.ReceiveAsync(default) is { } answer)
            {
                if (answer.Command.Field == CommandField.CEchoResponse && answer.Command.RespondedTo == 4321) return;
                if (answer.Command.Field == CommandField.CStoreRequest) await channel.SendAsync(answer.Context, CStore.Response(answer.Command, DicomStatus.Success), default);
            }
        }
        catch (AssociationAbortedException)
        {
            // as good an answer as any
        }
    }

    private sealed class Bytes(byte[] bytes, TransferSyntax syntax) : IEncodedDataset
    {
        public TransferSyntax TransferSyntax => syntax;

        public long Length => bytes.Length & ~1;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
        {
            bytes.AsSpan((int)offset, destination.Length).CopyTo(destination.Span);
            return new(destination.Length);
        }

        public ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => default;
    }
}
