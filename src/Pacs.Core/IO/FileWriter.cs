using System.Buffers;
using System.IO.Compression;

namespace Pacs.Core;

/// <summary>Writes files: raw where nothing changed, else element by element with large values streamed from where they are.</summary>
internal static class FileWriter
{
    private const int ChunkLength = 256 * 1024;

    public static async ValueTask CopyRawAsync(RandomBytes? source, ReadOnlyMemory<byte> raw, Stream output, CancellationToken ct)
    {
        if (source is null)
        {
            await output.WriteAsync(raw, ct).ConfigureAwait(false);
            return;
        }

        await CopyAsync(new BulkValue(source, 0, source.Length), output, swapSize: 1, ct).ConfigureAwait(false);
    }

    public static async ValueTask WriteAsync(DicomFile file, TransferSyntax syntax, DicomWriteOptions options, Stream output, CancellationToken ct)
    {
        RefuseOtherPixelData(file, syntax);
        var buffer = new ByteWriter(4096);
        FileMetaInformation.Write(buffer, MetaOf(file, syntax, options));
        await output.WriteAsync(buffer.Written, ct).ConfigureAwait(false);
        if (!syntax.IsDeflated)
        {
            await WriteDatasetAsync(file.Dataset, ElementEncoding.Of(syntax), options, output, ct).ConfigureAwait(false);
            return;
        }

        var counted = new CountingStream(output);
        DeflateStream deflate = new(counted, CompressionLevel.Optimal, leaveOpen: true);
        await using (deflate.ConfigureAwait(false))
        {
            await WriteDatasetAsync(file.Dataset, ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian), options, deflate, ct).ConfigureAwait(false);
        }

        // PS3.5 §A.5: padded to even length.
        if ((counted.Count & 1) != 0) await output.WriteAsync(new byte[1], ct).ConfigureAwait(false);
    }

    /// <summary>File meta information as PS3.10 §7.1 asks: who wrote the file, not who wrote the one it was read from.</summary>
    private static DicomDataset MetaOf(DicomFile file, TransferSyntax syntax, DicomWriteOptions options)
    {
        InstanceId id = file.Id;
        if (id.SopClass.IsEmpty || id.SopInstance.IsEmpty)
            throw new DicomDataException("A file needs SOP Class UID and SOP Instance UID (PS3.10 §7.1).", id.SopClass.IsEmpty ? DicomTag.SOPClassUID : DicomTag.SOPInstanceUID);
        DicomDataset meta = file.FileMeta.Copy();
        meta.SetBytes(DicomTag.FileMetaInformationVersion, DicomVR.OB, [0x00, 0x01]);
        meta.Set(DicomTag.MediaStorageSOPClassUID, id.SopClass);
        meta.Set(DicomTag.MediaStorageSOPInstanceUID, id.SopInstance);
        meta.Set(DicomTag.TransferSyntaxUID, syntax.Uid);
        meta.Set(DicomTag.ImplementationClassUID, FileMetaInformation.ImplementationClassUid);
        meta.Set(DicomTag.ImplementationVersionName, DicomVR.SH, FileMetaInformation.ImplementationVersionName);
        if (options.SourceAe is { } ae) meta.Set(DicomTag.SourceApplicationEntityTitle, DicomVR.AE, ae);
        return meta;
    }

    /// <summary>Fragments belong to the syntax they were made for, and native pixel data to one without compression (PS3.5 §A.4). What is read in a wrong syntax may go back to it.</summary>
    private static void RefuseOtherPixelData(DicomFile file, TransferSyntax syntax)
    {
        if (syntax == file.ReadAs || !file.Dataset.TryGet(DicomTag.PixelData, out DicomElement pixels)) return;
        bool isEncapsulated = pixels.Slot.IsUndefinedLength;
        if (isEncapsulated == syntax.IsEncapsulated && (!isEncapsulated || file.ReadAs is null)) return;
        throw new DicomDataException(
            $"{(isEncapsulated ? "Compressed" : "Uncompressed")} pixel data{(file.ReadAs is { } from ? $" in {from}" : string.Empty)} cannot be written in {syntax} without a codec.", DicomTag.PixelData);
    }

    private static async ValueTask WriteDatasetAsync(DicomDataset dataset, ElementEncoding encoding, DicomWriteOptions options, Stream output, CancellationToken ct)
    {
        var buffer = new ByteWriter(16 * 1024);
        var writer = new DatasetWriter(buffer, encoding, options);
        Dictionary<ushort, long>? groups = options.GroupLengths == GroupLengthEncoding.Write ? GroupLengths(dataset, encoding, options) : null;
        int group = -1;
        for (int i = 0; i < dataset.Count; i++)
        {
            ElementSlot slot = dataset.SlotAt(i);
            if (DatasetWriter.IsLeftOut(slot.Tag)) continue;
            if (groups is not null && slot.Tag.Group != group) writer.WriteGroupLength(slot.Tag.Group, (uint)Math.Min(groups[slot.Tag.Group], uint.MaxValue));
            group = slot.Tag.Group;
            if (slot.Value is not BulkValue)
            {
                writer.WriteElement(dataset, i);
                if (buffer.Length < ChunkLength) continue;
            }
            else
            {
                WriteBulkHeader(buffer, in slot, encoding);
            }

            await output.WriteAsync(buffer.Written, ct).ConfigureAwait(false);
            buffer.Clear();
            if (slot.Value is not BulkValue value) continue;
            if (slot is { IsUndefinedLength: true, IsIrregular: true })
            {
                await MendFragmentsAsync(value, output, ct).ConfigureAwait(false);
                continue;
            }

            await CopyAsync(value, output, SwapSize(dataset, in slot, encoding), ct).ConfigureAwait(false);
            if ((value.Length & 1) != 0) buffer.Write((ReadOnlySpan<byte>)[slot.VR.PaddingByte()]);
        }

        await output.WriteAsync(buffer.Written, ct).ConfigureAwait(false);
    }

    private static void WriteBulkHeader(ByteWriter buffer, in ElementSlot slot, ElementEncoding encoding)
    {
        if (slot.Value is BulkValue { Uri: not null }) throw new DicomDataException("The value is not here: only its URI is known.", slot.Tag);
        long length = slot.Length + (slot.Length & 1);
        if (!slot.IsUndefinedLength && length >= ElementScanner.UndefinedLength) throw new DicomDataException($"A value of {length} bytes needs undefined length.", slot.Tag);
        ElementHeader.Write(buffer, slot.Tag, slot.VR, slot.IsUndefinedLength ? ElementScanner.UndefinedLength : (uint)length, encoding);
    }

    /// <summary>Lengths of all groups, by writing everything but the large values once without keeping it.</summary>
    private static Dictionary<ushort, long> GroupLengths(DicomDataset dataset, ElementEncoding encoding, DicomWriteOptions options)
    {
        var lengths = new Dictionary<ushort, long>();
        var scratch = new ByteWriter(16 * 1024);
        var writer = new DatasetWriter(scratch, encoding, options);
        for (int i = 0; i < dataset.Count; i++)
        {
            ElementSlot slot = dataset.SlotAt(i);
            if (DatasetWriter.IsLeftOut(slot.Tag)) continue;
            scratch.Clear();
            if (slot.Value is BulkValue) WriteBulkHeader(scratch, in slot, encoding);
            else writer.WriteElement(dataset, i);
            long length = scratch.Length + (slot.Value is BulkValue bulk ? bulk.Length + (bulk.Length & 1) : 0);
            lengths[slot.Tag.Group] = lengths.GetValueOrDefault(slot.Tag.Group) + length;
        }

        return lengths;
    }

    private static int SwapSize(DicomDataset dataset, in ElementSlot slot, ElementEncoding encoding) =>
        slot.IsUndefinedLength || (slot.IsFromSource && dataset.Encoding.IsBigEndian) == encoding.IsBigEndian ? 1 : slot.VR.WordSize();

    /// <summary>Fragments whose end is missing: the last one is cut to what is there, and the delimiter follows.</summary>
    private static async ValueTask MendFragmentsAsync(BulkValue fragments, Stream output, CancellationToken ct)
    {
        var header = new ByteWriter(16);
        byte[] stated = new byte[8];
        for (long at = 0; await fragments.ReadAsync(at, stated, ct).ConfigureAwait(false) == 8 && ElementScanner.ReadTag(stated, isBigEndian: false) == ElementScanner.Item;)
        {
            long length = Math.Min(ElementScanner.ReadUInt32(stated.AsSpan(4), isBigEndian: false), fragments.Length - at - 8);
            ElementHeader.WriteItem(header, ElementScanner.Item, (uint)(length + (length & 1)), isBigEndian: false);
            await output.WriteAsync(header.Written, ct).ConfigureAwait(false);
            header.Clear();
            await CopyAsync(fragments.Part(at + 8, length), output, swapSize: 1, ct).ConfigureAwait(false);
            if ((length & 1) != 0) header.Write((ReadOnlySpan<byte>)[0]);
            at += 8 + length;
        }

        ElementHeader.WriteItem(header, ElementScanner.SequenceDelimitation, 0, isBigEndian: false);
        await output.WriteAsync(header.Written, ct).ConfigureAwait(false);
    }

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
