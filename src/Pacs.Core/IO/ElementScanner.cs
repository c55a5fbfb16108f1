using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Outcome of <see cref="ElementScanner.TryScan"/>.</summary>
internal enum ScanResult
{
    /// <summary>An element, whole within the input or of known length.</summary>
    Element,
    /// <summary>The input ends before the element's extent is known.</summary>
    NeedMore,
    /// <summary>A delimiter or item tag at this level: 8 bytes.</summary>
    Delimiter,
}

/// <summary>What is known of an element from its header and, for undefined length, from walking its content.</summary>
internal struct ScannedElement
{
    public DicomTag Tag;
    public DicomVR VR;
    public int HeaderLength;

    /// <summary>Bytes that follow the header: the value, with all delimiters where the length is undefined.</summary>
    public long ValueLength;

    public bool IsUndefinedLength;

    /// <summary>The VR field held no VR, so the element was read as implicit or as UN.</summary>
    public bool HasInvalidVR;

    /// <summary>The element states its VR though the data set around it does not.</summary>
    public bool IsExplicitInImplicit;

    /// <summary>Undefined length, and its delimiter or one inside is missing.</summary>
    public bool IsMissingDelimiter;
}

/// <summary>How a region of undefined length ends.</summary>
internal enum RegionEnd
{
    /// <summary>With its delimiter.</summary>
    Delimited,
    /// <summary>With its delimiter; inside, one is missing.</summary>
    Mended,
    /// <summary>Before something that cannot be part of it: its delimiter is missing.</summary>
    Cut,
    /// <summary>With the input.</summary>
    Open,
}

/// <summary>Finds the extent of one element. Pure: no state, no allocation, no trust in lengths (PS3.5 §7.1, §7.5).</summary>
internal static class ElementScanner
{
    public const uint UndefinedLength = 0xFFFF_FFFF;
    public static readonly DicomTag Item = new(0xFFFE_E000);
    public static readonly DicomTag ItemDelimitation = new(0xFFFE_E00D);
    public static readonly DicomTag SequenceDelimitation = new(0xFFFE_E0DD);
    public static readonly DicomTag PixelDataTag = new(0x7FE0_0010);

    /// <summary>Bytes after which more do not change how a header is read.</summary>
    public const int EnoughForAnyHeader = 14;

    private const int DelimiterLength = 8;

    /// <summary>Scans the element at the start of <paramref name="input"/>.</summary>
    /// <param name="input">Bytes from the element's tag on.</param>
    /// <param name="encoding">How elements are encoded.</param>
    /// <param name="isFinal">Whether the input ends here for good: an undefined length then ends with it.</param>
    /// <param name="maxDepth">Deepest nesting walked.</param>
    /// <param name="offset">Where the input starts, for error messages.</param>
    /// <param name="element">The element.</param>
    /// <param name="regions">Remembers undefined lengths, where nesting is deep.</param>
    /// <exception cref="DicomDataException">Nesting too deep, or bytes that are no element.</exception>
    public static ScanResult TryScan(ReadOnlySpan<byte> input, ElementEncoding encoding, bool isFinal, int maxDepth, long offset, out ScannedElement element, RegionMap? regions = null)
    {
        element = default;
        if (!TryReadHeader(input, encoding, out element, out uint length)) return ScanResult.NeedMore;
        if (element.Tag.Group == 0xFFFE)
        {
            element.HeaderLength = DelimiterLength;
            return ScanResult.Delimiter;
        }

        if (length != UndefinedLength)
        {
            element.ValueLength = length;
            return ScanResult.Element;
        }

        element.IsUndefinedLength = true;
        // What is made of items is a sequence where there is no VR to say otherwise: fragments need explicit VR (PS3.5 §A.4).
        if ((!encoding.IsExplicit || element.HasInvalidVR) && element.VR is not (DicomVR.UN or DicomVR.OB or DicomVR.OW)) element.VR = DicomVR.SQ;
        ReadOnlySpan<byte> content = input[element.HeaderLength..];
        if (element.Tag == PixelDataTag)
        {
            element.ValueLength = ScanFragments(content, encoding.IsBigEndian, out bool isWhole);
            element.IsMissingDelimiter = !isWhole;
            return isWhole || isFinal ? ScanResult.Element : ScanResult.NeedMore;
        }

        ElementEncoding inner = element.VR == DicomVR.UN ? ElementEncoding.ImplicitLittle : encoding;
        // Only something made of items can be of undefined length (PS3.5 §7.1.1, §7.5, §A.4).
        if (content.Length >= 4 && ReadTag(content, inner.IsBigEndian) is var first
            && first != Item && first != SequenceDelimitation)
        {
            throw new DicomDataException($"Undefined length, but {first} follows instead of an item.", element.Tag, offset);
        }

        long region = ScanRegion(content, inner, startsInItem: false, maxDepth, offset + element.HeaderLength, out RegionEnd end, regions);
        if (end == RegionEnd.Open && !isFinal) return ScanResult.NeedMore;
        element.ValueLength = region;
        element.IsMissingDelimiter = end != RegionEnd.Delimited;
        return ScanResult.Element;
    }

    /// <summary>Reads tag, VR and length. False when the input is shorter than the header.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> input, ElementEncoding encoding, out ScannedElement element, out uint length)
    {
        element = default;
        length = 0;
        if (input.Length < 8) return false;
        element.Tag = ReadTag(input, encoding.IsBigEndian);
        if (!encoding.IsExplicit || element.Tag.Group == 0xFFFE)
        {
            element.VR = element.Tag.Group == 0xFFFE ? DicomVR.None : VROf(element.Tag);
            length = ReadUInt32(input[4..], encoding.IsBigEndian);
            element.HeaderLength = 8;
            if (element.Tag.Group == 0xFFFE || encoding.IsBigEndian || !IsExplicitVR(input, element.VR)) return true;
            element.IsExplicitInImplicit = true;
            element.VR = (DicomVR)(input[4] | input[5] << 8);
            if (element.VR.HasShortLength())
            {
                length = BinaryPrimitives.ReadUInt16LittleEndian(input[6..]);
                return true;
            }

            if (input.Length < 12) return false;
            element.HeaderLength = 12;
            length = ReadUInt32(input[8..], isBigEndian: false);
            return true;
        }

        var vr = (DicomVR)(input[4] | input[5] << 8);
        // Where an item follows the header of a sequence at once, there stands no VR, but a length.
        bool isSequence = input.Length >= 12 && ReadTag(input[8..], encoding.IsBigEndian) == Item && VROf(element.Tag) == DicomVR.SQ;
        if (vr.HasShortLength() && !isSequence)
        {
            element.VR = vr;
            element.HeaderLength = 8;
            length = encoding.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(input[6..]) : BinaryPrimitives.ReadUInt16LittleEndian(input[6..]);
            return true;
        }

        bool isLetters = input[4] is >= (byte)'A' and <= (byte)'Z' && input[5] is >= (byte)'A' and <= (byte)'Z';
        uint shortLength = encoding.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(input[6..]) : BinaryPrimitives.ReadUInt16LittleEndian(input[6..]);
        // A VR of a later edition has a 32-bit length after two zeros (PS3.5 §7.1.2) and is kept as UN; without the zeros it is none.
        if (isLetters && !isSequence && (vr.IsKnown() || shortLength == 0))
        {
            if (input.Length < 12) return false;
            element.VR = vr.IsKnown() ? vr : DicomVR.UN;
            element.HasInvalidVR = element.VR != vr;
            element.HeaderLength = 12;
            length = ReadUInt32(input[8..], encoding.IsBigEndian);
            return true;
        }

        // No VR here. Two printable characters are a damaged VR field before a 16-bit length; anything else is an implicit VR element in an
        // explicit VR data set. So is a length of that kind below 64 KB, unless the element is empty and another one follows.
        element.HasInvalidVR = true;
        element.VR = VROf(element.Tag);
        element.HeaderLength = 8;
        bool isPrintable = input[4] is >= 0x20 and < 0x7F && input[5] is >= 0x20 and < 0x7F;
        bool isImplicit = !isPrintable || isSequence || (shortLength == 0 && !encoding.IsBigEndian && input.Length >= EnoughForAnyHeader && !((DicomVR)(input[12] | input[13] << 8)).IsKnown());
        length = isImplicit ? ReadUInt32(input[4..], encoding.IsBigEndian) : shortLength;
        return true;
    }

    /// <summary>Whether the bytes after the header have a say in what it is, so that <see cref="EnoughForAnyHeader"/> of them are needed.</summary>
    public static bool IsUncertain(in ScannedElement header) => header.HasInvalidVR || header.IsExplicitInImplicit || VROf(header.Tag) == DicomVR.SQ;

    /// <summary>Walks fragments (PS3.5 §A.4) until the delimiter and returns the bytes up to and including it; all bytes where something else stands between them.</summary>
    public static long ScanFragments(ReadOnlySpan<byte> content, bool isBigEndian, out bool ended)
    {
        ended = false;
        for (long position = 0; content.Length - position >= DelimiterLength;)
        {
            ReadOnlySpan<byte> rest = content[(int)position..];
            DicomTag tag = ReadTag(rest, isBigEndian);
            uint length = ReadUInt32(rest[4..], isBigEndian);
            ended = tag == SequenceDelimitation;
            if (ended) return position + DelimiterLength;
            if (tag != Item || length == UndefinedLength) break;
            position += DelimiterLength + (long)length;
        }

        return content.Length;
    }

    /// <summary>
    /// Walks items until the delimiter that ends the region and returns the bytes up to and including it.
    /// Values and items of stated length are stepped over; only undefined lengths are entered, on a stack of our own.
    /// Where a delimiter is missing, an item ends before the next item, and a sequence before what is no item.
    /// </summary>
    /// <param name="content">From the first item (or, in an item, from its first element).</param>
    /// <param name="encoding">How elements inside are encoded.</param>
    /// <param name="startsInItem">Whether the region is the content of an item, ended by (FFFE,E00D), rather than of a sequence.</param>
    /// <param name="maxDepth">Deepest nesting walked.</param>
    /// <param name="offset">Where the content starts, from the start of the outermost data set.</param>
    /// <param name="end">How the region ends; where it is open, the whole content is counted.</param>
    /// <param name="regions">Where known, tells the extent without a walk; gets what a walk finds. The content is final then.</param>
    public static long ScanRegion(ReadOnlySpan<byte> content, ElementEncoding encoding, bool startsInItem, int maxDepth, long offset, out RegionEnd end, RegionMap? regions = null)
    {
        if (regions is not null && regions.TryGet(offset, out long known, out end) && known <= content.Length) return known;
        // One byte a level: in an item; content of UN, which is implicit little endian; before an item's first element; that was in explicit VR; a delimiter was missing inside.
        const byte InItem = 1, InUnknown = 2, AtStart = 4, InExplicit = 8, IsMended = 16;
        Span<byte> stack = stackalloc byte[Math.Min(maxDepth, 4096) + 1];
        long[] starts = regions is null ? [] : ArrayPool<long>.Shared.Rent(stack.Length);
        if (regions is not null) starts[0] = 0;
        int depth = 0;
        stack[0] = startsInItem ? (byte)(InItem | AtStart) : (byte)0;
        long position = 0;
        while (content.Length - position >= DelimiterLength)
        {
            ReadOnlySpan<byte> rest = content[(int)position..];
            ref byte level = ref stack[depth];
            ElementEncoding here = (level & InUnknown) != 0 ? ElementEncoding.ImplicitLittle : encoding;
            if ((level & AtStart) != 0)
            {
                level = (byte)(level & ~AtStart);
                if (LooksExplicit(rest, here)) level |= InExplicit;
            }

            if ((level & InExplicit) != 0) here = here with { IsExplicit = true };
            DicomTag tag = ReadTag(rest, here.IsBigEndian);
            bool isInItem = (level & InItem) != 0;
            bool isCut = isInItem ? tag == Item || tag == SequenceDelimitation : tag.Group != 0xFFFE;
            bool isDelimiter = tag == (isInItem ? ItemDelimitation : SequenceDelimitation);
            if (isCut || isDelimiter)
            {
                // What cuts a region off is looked at again one level up.
                if (isDelimiter) position += DelimiterLength;
                end = isCut ? RegionEnd.Cut : (level & IsMended) != 0 ? RegionEnd.Mended : RegionEnd.Delimited;
                regions?.Add(offset + starts[depth], position - starts[depth], end);
                if (depth == 0)
                {
                    if (regions is not null) ArrayPool<long>.Shared.Return(starts);
                    return position;
                }

                depth--;
                if (end != RegionEnd.Delimited) stack[depth] |= IsMended;
                continue;
            }

            if (!TryReadHeader(rest, here, out ScannedElement element, out uint length)) break;
            position += element.HeaderLength;
            if (tag == ItemDelimitation) continue; // stray: items of stated length need none
            if (length != UndefinedLength)
            {
                position += length;
                continue;
            }

            if (++depth >= stack.Length)
                throw new DicomDataException($"Sequences are nested deeper than {maxDepth} levels.", tag, offset + position);
            stack[depth] = (byte)((stack[depth - 1] & (InUnknown | InExplicit)) | (tag == Item ? InItem | AtStart : 0) | (element.VR == DicomVR.UN ? InUnknown : 0));
            if (element.VR == DicomVR.UN) stack[depth] &= unchecked((byte)~InExplicit);
            if (regions is not null) starts[depth] = position;
        }

        end = RegionEnd.Open;
        if (regions is null) return content.Length;
        for (; depth >= 0; depth--) regions.Add(offset + starts[depth], content.Length - starts[depth], RegionEnd.Open);
        ArrayPool<long>.Shared.Return(starts);
        return content.Length;
    }

    /// <summary>Whether the first element of an item states its VR though the data set around it does not: all elements of the item do then.</summary>
    public static bool LooksExplicit(ReadOnlySpan<byte> item, ElementEncoding encoding) =>
        !encoding.IsExplicit && !encoding.IsBigEndian && item.Length >= 8 && ReadTag(item, isBigEndian: false) is { Group: not 0xFFFE } tag && IsExplicitVR(item, VROf(tag));

    /// <summary>
    /// Whether what should be a length is a VR: the letters are an odd number, which no sound length is, or those that the dictionary has for the
    /// tag. DS and LT are left out, since such a length can be a sound one. An item after eight bytes says that they are the header of a sequence,
    /// which is of odd length where something in it is.
    /// </summary>
    private static bool IsExplicitVR(ReadOnlySpan<byte> input, DicomVR known)
    {
        var vr = (DicomVR)(input[4] | input[5] << 8);
        return vr.IsKnown() && ((input[4] & 1) != 0 || (vr == known && vr is not (DicomVR.DS or DicomVR.LT))) && (vr.HasShortLength() || (input[6] | input[7]) == 0)
            && !(input.Length >= 12 && ReadTag(input[8..], isBigEndian: false) == Item);
    }

    public static DicomTag ReadTag(ReadOnlySpan<byte> input, bool isBigEndian) => isBigEndian
        ? new DicomTag(BinaryPrimitives.ReadUInt32BigEndian(input))
        : new DicomTag(BitRotate(BinaryPrimitives.ReadUInt32LittleEndian(input)));

    public static uint ReadUInt32(ReadOnlySpan<byte> input, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(input) : BinaryPrimitives.ReadUInt32LittleEndian(input);

    /// <summary>Whether the input begins with an element of the file meta information.</summary>
    public static bool IsGroup2(ReadOnlySpan<byte> input) => input is [0x02, 0x00, ..];

    public static DicomVR VROf(DicomTag tag) => DicomDictionary.TryGetVR(tag, out DicomVR vr) ? vr : DicomVR.UN;

    // Group and element are two little-endian words, group first.
    private static uint BitRotate(uint value) => (value << 16) | (value >> 16);
}
