namespace Pacs.Core;

/// <summary>Puts into a data set what JSON and XML have as bytes, or as a reference to bytes.</summary>
internal static class InlineValues
{
    public static void Set(DicomDataset dataset, DicomTag tag, DicomVR vr, byte[] bytes, long offset, ref FindingList findings)
    {
        if (vr == DicomVR.SQ)
        {
            findings.Add(FindingKind.Value, tag, offset, "A sequence has items, no bytes.");
            return;
        }

        // Encapsulated pixel data is written as it stands: the items, and the delimiter after them.
        dataset.Put(tag, vr, bytes, isUndefinedLength: tag == ElementScanner.PixelDataTag && IsFragments(bytes));
    }

    public static void SetBulk(DicomDataset dataset, BulkDataReference reference, Func<BulkDataReference, ReadOnlyMemory<byte>?>? resolve, long offset, ref FindingList findings)
    {
        if (resolve?.Invoke(reference) is { } bytes) Set(dataset, reference.Tag, reference.VR, bytes.ToArray(), offset, ref findings);
        else dataset.SetBulk(reference.Tag, reference.VR, new BulkValue(reference.Uri), isFragments: false);
    }

    private static bool IsFragments(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 16 && ElementScanner.ReadTag(bytes, isBigEndian: false) == ElementScanner.Item
        && ElementScanner.ReadTag(bytes[^8..], isBigEndian: false) == ElementScanner.SequenceDelimitation && ElementScanner.ReadUInt32(bytes[^4..], isBigEndian: false) == 0;
}
