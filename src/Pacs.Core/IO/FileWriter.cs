using System.Buffers;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Pacs.Core;

/// <summary>Writes files: raw where nothing changed, else element by element with large values streamed from where they are.</summary>
internal static class FileWriter
{
    private const int ChunkLength = 256 * 1024;

    public static async ValueTask CopyRawAsync(SafeFileHandle? handle, ReadOnlyMemory<byte> raw, Stream output, CancellationToken ct)
    {
        if (handle is null)
        {
            await output.WriteAsync(raw, ct).ConfigureAwait(false);
            return;
        }

        await CopyAsync(new BulkValue(handle, 0, RandomAccess.GetLength(handle)), output, swapSize: 1, ct).ConfigureAwait(false);
    }

    public static async ValueTask WriteAsync(DicomFile file, Stream output, CancellationToken ct)
    {
        InstanceId id = file.Id;
        if (id.SopClass.IsEmpty || id.SopInstance.IsEmpty)
            throw new DicomDataException("A file needs SOP Class UID and SOP Instance UID (PS3.10 §7.1).", id.SopClass.IsEmpty ? DicomTag.SOPClassUID : DicomTag.SOPInstanceUID);
        var buffer = new ArrayBufferWriter<byte>(4096);
        FileMetaInformation.Write(buffer, MetaOf(file, id));
        await output.WriteAsync(buffer.WrittenMemory, ct).ConfigureAwait(false);
        if (!file.TransferSyntax.IsDeflated)
        {
            await WriteDatasetAsync(file.Dataset, ElementEncoding.Of(file.TransferSyntax), output, ct).ConfigureAwait(false);
            return;
        }

        using var compressed = new MemoryStream();
        DeflateStream deflate = new(compressed, CompressionLevel.Optimal, leaveOpen: true);
        await using (deflate.ConfigureAwait(false))
        {
            await WriteDatasetAsync(file.Dataset, ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian), deflate, ct).ConfigureAwait(false);
        }

        if ((compressed.Length & 1) != 0) compressed.WriteByte(0); // PS3.5 §A.5: padded to even length
        await output.WriteAsync(compressed.GetBuffer().AsMemory(0, (int)compressed.Length), ct).ConfigureAwait(false);
    }

    private static DicomDataset MetaOf(DicomFile file, InstanceId id)
    {
        DicomDataset meta = file.FileMeta.Copy();
        if (!meta.Contains(DicomTag.FileMetaInformationVersion)) meta.SetBytes(DicomTag.FileMetaInformationVersion, DicomVR.OB, [0x00, 0x01]);
        meta.Set(DicomTag.MediaStorageSOPClassUID, id.SopClass);
        meta.Set(DicomTag.MediaStorageSOPInstanceUID, id.SopInstance);
        meta.Set(DicomTag.TransferSyntaxUID, file.TransferSyntax.Uid);
        // Who wrote the file, not who wrote the one it was read from (PS3.10 §7.1).
        meta.Set(DicomTag.ImplementationClassUID, FileMetaInformation.ImplementationClassUid);
        meta.Set(DicomTag.ImplementationVersionName, DicomVR.SH, FileMetaInformation.ImplementationVersionName);
        return meta;
    }

    private static async ValueTask WriteDatasetAsync(DicomDataset dataset, ElementEncoding encoding, Stream output, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        for (int i = 0; i < dataset.Count; i++)
        {
            ElementSlot slot = dataset.SlotAt(i);
            if (slot.Tag.IsGroupLength && slot.Tag.Group > 2) continue;
            if (slot.Value is not BulkValue bulk)
            {
                DatasetWriter.WriteElement(dataset, i, buffer, encoding);
                if (buffer.WrittenCount < ChunkLength) continue;
            }
            else
            {
                long length = bulk.Length + (bulk.Length & 1);
                if (!slot.IsUndefinedLength && length >= ElementScanner.UndefinedLength) throw new DicomDataException($"A value of {length} bytes needs undefined length.", slot.Tag);
                DatasetWriter.WriteHeader(buffer, slot.Tag, slot.VR, slot.IsUndefinedLength ? ElementScanner.UndefinedLength : (uint)length, encoding);
            }

            await output.WriteAsync(buffer.WrittenMemory, ct).ConfigureAwait(false);
            buffer.ResetWrittenCount();
            if (slot.Value is not BulkValue value) continue;
            await CopyAsync(value, output, SwapSize(dataset, in slot, encoding), ct).ConfigureAwait(false);
            if ((value.Length & 1) != 0) buffer.Write([slot.VR.PaddingByte()]);
        }

        await output.WriteAsync(buffer.WrittenMemory, ct).ConfigureAwait(false);
    }

    private static int SwapSize(DicomDataset dataset, in ElementSlot slot, ElementEncoding encoding) =>
        slot.IsUndefinedLength || dataset.Encoding.IsBigEndian == encoding.IsBigEndian ? 1 : slot.VR.WordSize();

    private static async ValueTask CopyAsync(BulkValue bulk, Stream output, int swapSize, CancellationToken ct)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            long position = 0;
            while (position < bulk.Length)
            {
                int read = await bulk.ReadAsync(position, chunk.AsMemory(0, ChunkLength), ct).ConfigureAwait(false);
                if (read == 0) break;
                if (swapSize > 1) ByteOrder.Swap(chunk.AsSpan(0, read), swapSize);
                await output.WriteAsync(chunk.AsMemory(0, read), ct).ConfigureAwait(false);
                position += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
