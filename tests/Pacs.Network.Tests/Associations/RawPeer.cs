using System.Buffers;
using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.Network.Tests;

/// <summary>A peer without an upper layer: it says what it is told to and shows what it hears, PDU by PDU.</summary>
internal sealed class RawPeer(ITransportConnection connection)
{
    public static readonly DicomUid Verification = new("1.2.840.10008.1.1");
    public static readonly DicomUid CTStorage = new("1.2.840.10008.5.1.4.1.1.2");
    public static readonly DicomUid ImplicitLittle = new("1.2.840.10008.1.2");
    public static readonly DicomUid ExplicitLittle = new("1.2.840.10008.1.2.1");

    public ITransportConnection Connection => connection;

    public static AssociateRequestPdu Request(uint maxPdu = 16384) => new()
    {
        CallingAe = "PEER",
        CalledAe = "PACS",
        Contexts =
        [
            new PresentationContextProposal(1, Verification, [ImplicitLittle]),
            new PresentationContextProposal(3, CTStorage, [ExplicitLittle, ImplicitLittle]),
        ],
        UserInformation = new UserInformation { MaxPduLength = maxPdu, ImplementationClassUid = new DicomUid("1.2.3") },
    };

    public static AssociateAcceptPdu Accept(uint maxPdu = 16384) => new()
    {
        CallingAe = "PACS",
        CalledAe = "PEER",
        Contexts = [new PresentationContextResult(1, ContextResult.Accepted, ImplicitLittle), new PresentationContextResult(3, ContextResult.Accepted, ExplicitLittle)],
        UserInformation = new UserInformation { MaxPduLength = maxPdu, ImplementationClassUid = new DicomUid("1.2.3") },
    };

    public async Task SendAsync(params Pdu[] pdus) => await connection.Output.WriteAsync(PduGen.Encode(pdus));

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => await connection.Output.WriteAsync(bytes);

    /// <summary>The next PDU, or null at the end of the stream.</summary>
    public async Task<Pdu?> ReceiveAsync()
    {
        while (true)
        {
            ReadResult result = await connection.Input.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (Pdu.TryRead(ref buffer, 0, out Pdu? pdu))
            {
                connection.Input.AdvanceTo(buffer.Start);
                return pdu;
            }

            connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted) return result.Buffer.IsEmpty ? null : throw new EndOfStreamException("The stream ended within a PDU.");
        }
    }

    /// <summary>Ends the peer's sending half.</summary>
    public void Close() => connection.Output.Complete();

    /// <summary>A P-DATA-TF with one fragment.</summary>
    public static DataTransferPdu Data(byte context, bool isCommand, ReadOnlyMemory<byte> fragment, bool isLast = true) =>
        new([new PresentationDataValue(context, isCommand, isLast, fragment)]);
}
