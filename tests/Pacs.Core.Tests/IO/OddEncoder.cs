using System.Buffers.Binary;

namespace Pacs.Core.Tests.IO;

/// <summary>How real writers encode data sets otherwise than PS3.5 asks.</summary>
internal sealed record OddStyle
{
    public bool IsExplicit { get; init; } = true;

    public bool IsBigEndian { get; init; }

    public bool HasUndefinedSequences { get; init; }

    public bool HasUndefinedItems { get; init; }

    public bool HasSequenceDelimiters { get; init; } = true;

    public bool HasItemDelimiters { get; init; } = true;

    /// <summary>Whether sequences are VR UN, of undefined length or of a stated one, with implicit little endian inside (CP-246).</summary>
    public bool HasSequencesAsUnknown { get; init; }

    /// <summary>Whether items are in the other VR encoding than the data set around them.</summary>
    public bool HasItemsOtherwise { get; init; }

    /// <summary>Elements that are in the other VR encoding than those around them.</summary>
    public Func<DicomTag, bool> IsOtherwise { get; init; } = _ => false;

    /// <summary>Whether odd lengths stay odd.</summary>
    public bool IsUnpadded { get; init; }
}

/// <summary>Encodes data sets in the ways of <see cref="OddStyle"/>; shares no code with the writer of the package.</summary>
internal static class OddEncoder
{
    public static byte[] Encode(DicomDataset dataset, OddStyle style)
    {
        var output = new MemoryStream();
        foreach (DicomElement element in dataset) Write(output, element, style.IsOtherwise(element.Tag) ? style with { IsExplicit = !style.IsExplicit } : style, style);
        return output.ToArray();
    }

    private static void Write(MemoryStream output, DicomElement element, OddStyle style, OddStyle around)
    {
        bool isUnknown = element.VR == DicomVR.SQ && style.HasSequencesAsUnknown;
        bool isUndefined = element.VR == DicomVR.SQ && style.HasUndefinedSequences;
        byte[] value = element.GetSequence() is { } sequence ? Items(sequence, isUnknown ? around with { IsExplicit = false, IsBigEndian = false, HasSequencesAsUnknown = false } : around) : Value(element, style);
        Tag(output, element.Tag, style);
        if (style.IsExplicit)
        {
            DicomVR vr = isUnknown ? DicomVR.UN : element.VR;
            output.Write([(byte)vr, (byte)((int)vr >> 8)]);
            if (vr.HasShortLength())
            {
                Number(output, (uint)value.Length, 2, style);
                output.Write(value);
                return;
            }

            output.Write([0, 0]);
        }

        Number(output, isUndefined ? uint.MaxValue : (uint)value.Length, 4, style);
        output.Write(value);
    }

    private static byte[] Items(DicomSequence sequence, OddStyle style)
    {
        var output = new MemoryStream();
        foreach (DicomDataset item in sequence)
        {
            byte[] content = Encode(item, style.HasItemsOtherwise ? style with { IsExplicit = !style.IsExplicit, HasItemsOtherwise = false } : style);
            Tag(output, new DicomTag(0xFFFE_E000), style);
            Number(output, style.HasUndefinedItems ? uint.MaxValue : (uint)content.Length, 4, style);
            output.Write(content);
            if (style is { HasUndefinedItems: true, HasItemDelimiters: true }) Delimiter(output, 0xFFFE_E00D, style);
        }

        if (style is { HasUndefinedSequences: true, HasSequenceDelimiters: true }) Delimiter(output, 0xFFFE_E0DD, style);
        return output.ToArray();
    }

    private static byte[] Value(DicomElement element, OddStyle style)
    {
        byte[] value = element.GetBytes().ToArray();
        if (style.IsBigEndian) ByteOrder.Swap(value, element.VR.WordSize());
        return (value.Length & 1) == 0 || style.IsUnpadded ? value : [.. value, element.VR.PaddingByte()];
    }

    private static void Delimiter(MemoryStream output, uint tag, OddStyle style)
    {
        Tag(output, new DicomTag(tag), style);
        output.Write([0, 0, 0, 0]);
    }

    private static void Tag(MemoryStream output, DicomTag tag, OddStyle style)
    {
        Number(output, tag.Group, 2, style);
        Number(output, tag.Element, 2, style);
    }

    private static void Number(MemoryStream output, uint value, int size, OddStyle style)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (style.IsBigEndian) BinaryPrimitives.WriteUInt32BigEndian(bytes, value << (8 * (4 - size)));
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        output.Write(bytes[..size]);
    }
}
