using System.Buffers;
using System.IO.Pipelines;
using Pacs.Core;
namespace Pacs.Network;
internal static class TemporaryShim
{
    extension(ReceivedMessage message)
    {
        public ReadOnlyMemory<byte> CommandBytes { get { var b = new ArrayBufferWriter<byte>(); message.Command.WriteTo(b, TransferSyntax.ImplicitVRLittleEndian); return b.WrittenMemory; } }
        public async ValueTask DiscardAsync(CancellationToken ct) { if (!message.HasDataset) return; while (true) { ReadResult r = await message.Dataset.ReadAsync(ct).ConfigureAwait(false); message.Dataset.AdvanceTo(r.Buffer.End); if (r.IsCompleted) return; } }
    }
    extension(Association association)
    {
        public ValueTask SendAsync(byte id, ReadOnlyMemory<byte> command, DicomDataset? dataset, CancellationToken ct) => association.SendAsync(id, DicomDataset.Parse(command.ToArray(), TransferSyntax.ImplicitVRLittleEndian), dataset, ct);
        public ValueTask SendAsync(byte id, ReadOnlyMemory<byte> command, IEncodedDataset payload, CancellationToken ct) => association.SendAsync(id, DicomDataset.Parse(command.ToArray(), TransferSyntax.ImplicitVRLittleEndian), payload, ct);
        public ValueTask WriteAsync(byte id, ReadOnlyMemory<byte> command, DicomDataset? dataset, CancellationToken ct) => association.WriteAsync(id, DicomDataset.Parse(command.ToArray(), TransferSyntax.ImplicitVRLittleEndian), dataset, ct);
    }
}
