namespace Pacs.Core;

/// <summary>Texts out of an element, padding trimmed as PS3.5 §6.2 allows; numbers are written invariantly.</summary>
internal static class ElementText
{
    /// <summary>The whole value, values still separated by backslashes; null when empty, a sequence, or left in the file.</summary>
    public static string? Whole(DicomElement element)
    {
        ElementSlot slot = element.Slot;
        if (slot.Value is BulkValue or DicomSequence || slot.IsUndefinedLength) return null;
        DicomVR vr = element.ValueVR;
        if (slot.Value is string set) return Trim(set, vr) is { Length: > 0 } trimmed ? trimmed : null;
        if (!vr.IsText() && vr != DicomVR.UN)
        {
            IReadOnlyList<string> numbers = Values(element);
            return numbers.Count switch { 0 => null, 1 => numbers[0], _ => string.Join('\\', numbers) };
        }

        // Trailing padding only: leading spaces may mean something in ST, LT and UT (PS3.5 §6.2).
        ReadOnlySpan<byte> bytes = element.StoredBytes(out _).TrimEnd(" \0"u8);
        if (vr.IsMultiValuedText() || vr == DicomVR.UN) bytes = bytes.TrimStart((byte)' ');
        return bytes.IsEmpty ? null : Decode(element, bytes, vr);
    }

    /// <summary>The values; empty when there are none.</summary>
    public static IReadOnlyList<string> Values(DicomElement element)
    {
        ElementSlot slot = element.Slot;
        DicomVR vr = element.ValueVR;
        if (slot.Value is string set)
        {
            set = set.TrimEnd(' ', '\0');
            return set.Length == 0 ? [] : vr.IsMultiValuedText() ? [.. set.Split('\\').Select(value => Trim(value, vr))] : [set];
        }

        if (slot.Value is BulkValue or DicomSequence || slot.IsUndefinedLength) return [];
        ReadOnlySpan<byte> bytes = element.StoredBytes(out bool isBigEndian);
        if (vr.IsText())
        {
            bytes = bytes.TrimEnd(" \0"u8);
            if (bytes.IsEmpty) return [];
            if (vr.UsesCharacterSet() && vr.IsMultiValuedText()) return element.Dataset.SourceCharacterSet.DecodeValues(bytes, vr);
            string text = Decode(element, bytes, vr);
            return vr.IsMultiValuedText() ? text.Split('\\', StringSplitOptions.TrimEntries) : [text];
        }

        if (NumberReader.NumberSize(vr) == 0) return [];
        string[] texts = new string[NumberReader.Count(bytes, vr)];
        for (int i = 0; i < texts.Length; i++) texts[i] = NumberReader.TextOf(bytes, vr, isBigEndian, i) ?? string.Empty;
        return texts;
    }

    /// <summary>The values of Specific Character Set, whatever VR it has: which must not be asked what it declares.</summary>
    public static string[] Terms(DicomElement element)
    {
        ElementSlot slot = element.Slot;
        if (slot.Value is BulkValue or DicomSequence || slot.IsUndefinedLength) return [];
        string text = slot.Value as string ?? System.Text.Encoding.Latin1.GetString(element.StoredBytes(out _));
        text = text.Trim(' ', '\0');
        return text.Length == 0 ? [] : text.Split('\\', StringSplitOptions.TrimEntries);
    }

    /// <summary>Without the padding that means nothing, as what was read is given.</summary>
    private static string Trim(string value, DicomVR vr)
    {
        value = value.TrimEnd(' ', '\0');
        return vr.IsMultiValuedText() && vr != DicomVR.UC ? value.TrimStart(' ') : value;
    }

    private static string Decode(DicomElement element, ReadOnlySpan<byte> bytes, DicomVR vr) => vr.UsesCharacterSet()
        ? element.Dataset.SourceCharacterSet.Decode(bytes, vr)
        : System.Text.Encoding.Latin1.GetString(bytes);
}
