namespace Pacs.Core;

/// <summary>Writes keys into an identifier (PS3.4 §C.2.2.2).</summary>
internal static class QueryKeyWriter
{
    internal static void Write(DicomDataset identifier, QueryKey key)
    {
        switch (key)
        {
            case UidQueryKey uids: identifier.Set(key.Tag, string.Join('\\', uids.Values.Select(u => u.Value))); break;
            case DateQueryKey dates: identifier.Set(key.Tag, dates.Range.ToString()); break;
            case TimeQueryKey times: identifier.Set(key.Tag, times.Range.ToString()); break;
            case DateTimeQueryKey moments: identifier.Set(key.Tag, moments.Range.ToString()); break;
            case SequenceQueryKey sequence: identifier.Set(key.Tag, new DicomSequence(Item(sequence))); break;
            case TextQueryKey text: WriteText(identifier, text); break;
            case EmptyQueryKey: identifier.Set(key.Tag, "\"\""); break; // PS3.4 §C.2.2.2.7, where it was negotiated
            default: throw new ArgumentException($"{key.GetType().Name} has no form in an identifier.", nameof(key));
        }
    }

    internal static void WriteUniversal(DicomDataset identifier, DicomTag tag)
    {
        DicomVR vr = QueryKeyParser.VROf(tag);
        if (vr == DicomVR.SQ) identifier.Set(tag, new DicomSequence());
        else identifier.SetBytes(tag, vr, []);
    }

    internal static bool NeedsCharacterSet(QueryKey key) => key switch
    {
        TextQueryKey text => text.Values.Any(v => !System.Text.Ascii.IsValid(v)),
        SequenceQueryKey sequence => sequence.Keys.Any(NeedsCharacterSet),
        _ => false,
    };

    private static DicomDataset Item(SequenceQueryKey sequence)
    {
        var item = new DicomDataset();
        foreach (DicomTag tag in sequence.ReturnTags) WriteUniversal(item, tag);
        foreach (QueryKey key in sequence.Keys) Write(item, key);
        return item;
    }

    private static void WriteText(DicomDataset identifier, TextQueryKey key)
    {
        DicomVR vr = QueryKeyParser.VROf(key.Tag);
        if (vr.IsText() || vr == DicomVR.UN)
        {
            if (vr == DicomVR.UN) vr = DicomVR.LO;
            identifier.Set(key.Tag, vr, string.Join('\\', key.Values));
            return;
        }

        // Binary numbers, as Rows (US), are matched by value too.
        double[] numbers = [.. key.Values.Select(v => double.TryParse(v, System.Globalization.CultureInfo.InvariantCulture, out double n)
            ? n : throw new DicomDataException($"The key is no {vr.ToCode()} value.", key.Tag))];
        if (vr is DicomVR.FL or DicomVR.FD) identifier.SetDouble(key.Tag, numbers);
        else identifier.SetInt32(key.Tag, [.. numbers.Select(n => checked((int)n))]);
    }
}
