using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Encodes a DICOMDIR: Explicit VR Little Endian (PS3.10 §8.6), records in the order of the tree, offsets exact.</summary>
internal static class DirectoryWriter
{
    // Each item begins with (0004,1400) UL, (0004,1410) US, (0004,1420) UL: 8 bytes of item header, then 12, 10 and 12.
    private const int NextAt = 8 + 8;
    private const int LowerAt = 8 + 12 + 10 + 8;

    private static readonly ElementEncoding Encoding = ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian);

    /// <summary>Encodes the file.</summary>
    /// <param name="meta">File meta information to keep; UIDs and syntax are set.</param>
    /// <param name="head">Elements before the offsets: file-set ID and descriptor.</param>
    /// <param name="roots">The tree.</param>
    /// <exception cref="DicomDataException">A key cannot be encoded, or the file grows past the 32 bits of an offset.</exception>
    public static ReadOnlyMemory<byte> Write(DicomDataset meta, DicomDataset head, IReadOnlyList<DirectoryRecord> roots)
    {
        DirectoryRecord[] records = [.. roots.SelectMany(static root => root.WithDescendants())];
        var items = new ArrayBufferWriter<byte>(Math.Max(1024, records.Length * 256));
        var positions = new Dictionary<DirectoryRecord, int>(records.Length, ReferenceEqualityComparer.Instance);
        var item = new ArrayBufferWriter<byte>(512);
        foreach (DirectoryRecord record in records)
        {
            positions[record] = items.WrittenCount;
            item.ResetWrittenCount();
            DatasetWriter.Write(ForWriting(record), item, Encoding);
            ElementHeader.WriteItem(items, ElementScanner.Item, (uint)item.WrittenCount, isBigEndian: false);
            items.Write(item.WrittenSpan);
            if (items.WrittenCount > int.MaxValue - 1024 * 1024) throw new DicomDataException($"The directory of {records.Length} records is larger than {items.WrittenCount} bytes.", DicomTag.DirectoryRecordSequence);
        }

        // The length of what stands before the items does not depend on the offsets in it.
        long start = Begin(meta, head, 0, 0, items.WrittenCount).WrittenCount;
        byte[] bytes = items.WrittenSpan.ToArray();
        Link(bytes, roots, positions, start);
        ArrayBufferWriter<byte> output = Begin(meta, head, roots.Count == 0 ? 0 : start + positions[roots[0]], roots.Count == 0 ? 0 : start + positions[roots[^1]], bytes.Length);
        output.Write(bytes);
        return output.WrittenMemory;
    }

    private static ArrayBufferWriter<byte> Begin(DicomDataset meta, DicomDataset head, long first, long last, int itemsLength)
    {
        var output = new ArrayBufferWriter<byte>(1024 + itemsLength);
        FileMetaInformation.Write(output, meta);
        var elements = head.Copy();
        elements.SetUInt32(DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, (uint)first);
        elements.SetUInt32(DicomTag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, (uint)last);
        elements.SetUInt16(DicomTag.FileSetConsistencyFlag, 0);
        elements.Remove(DicomTag.DirectoryRecordSequence);
        DatasetWriter.Write(elements, output, Encoding);
        ElementHeader.Write(output, DicomTag.DirectoryRecordSequence, DicomVR.SQ, (uint)itemsLength, Encoding);
        return output;
    }

    private static DicomDataset ForWriting(DirectoryRecord record)
    {
        DicomDataset item = record.Dataset.Copy();
        item.SetUInt32(DicomTag.OffsetOfTheNextDirectoryRecord, 0u);
        item.SetUInt16(DicomTag.RecordInUseFlag, 0xFFFF);
        item.SetUInt32(DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity, 0u);
        foreach (DicomElement element in item.TakeWhile(static element => element.Tag < DicomTag.OffsetOfTheNextDirectoryRecord).ToArray()) item.Remove(element.Tag);
        item.Remove(DicomTag.MRDRDirectoryRecordOffset);
        return item;
    }

    private static void Link(Span<byte> bytes, IReadOnlyList<DirectoryRecord> roots, Dictionary<DirectoryRecord, int> positions, long start)
    {
        LinkEntity(bytes, roots, positions, start);
        foreach (DirectoryRecord record in positions.Keys)
        {
            if (record.Children.Count == 0) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(positions[record] + LowerAt)..], (uint)(start + positions[record.Children[0]]));
            LinkEntity(bytes, record.Children, positions, start);
        }
    }

    private static void LinkEntity(Span<byte> bytes, IReadOnlyList<DirectoryRecord> entity, Dictionary<DirectoryRecord, int> positions, long start)
    {
        for (int i = 1; i < entity.Count; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(positions[entity[i - 1]] + NextAt)..], (uint)(start + positions[entity[i]]));
    }
}
