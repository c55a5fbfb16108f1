using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pacs.Core;

/// <summary>A data element tag: group and element number (PS3.5 §7.1.1). Constants carry the PS3.6 keyword.</summary>
/// <remarks>Four bytes; ordered as a data set is ordered. A private tag carries no creator: see <see cref="DicomDataset"/>.</remarks>
public readonly partial struct DicomTag : IEquatable<DicomTag>, IComparable<DicomTag>, ISpanFormattable
{
    /// <summary>Makes a tag from its number, e.g. <c>0x00100010</c>.</summary>
    public DicomTag(uint value) => Value = value;

    /// <summary>Makes a tag from group and element.</summary>
    public DicomTag(ushort group, ushort element) => Value = ((uint)group << 16) | element;

    /// <summary>Group in the upper, element in the lower 16 bits.</summary>
    public uint Value { get; }

    /// <summary>Group number, e.g. <c>0x0010</c>.</summary>
    public ushort Group => (ushort)(Value >> 16);

    /// <summary>Element number, e.g. <c>0x0020</c>.</summary>
    public ushort Element => (ushort)Value;

    /// <summary>Whether the group number is odd (PS3.5 §7.8).</summary>
    public bool IsPrivate => (Value & 0x0001_0000) != 0;

    /// <summary>Whether this element reserves a block for a private creator: (gggg,0010-00FF) of an odd group (PS3.5 §7.8.1).</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x0010 and <= 0x00FF;

    /// <summary>Whether this is a group length element (gggg,0000).</summary>
    public bool IsGroupLength => Element == 0;

    /// <summary>The PS3.6 keyword, or null when the dictionary has none.</summary>
    public string? Keyword => DicomDictionary.Find(this)?.Keyword;

    /// <summary>Reads a tag written as <c>(0010,0020)</c>, <c>0010,0020</c>, <c>00100020</c> or as a PS3.6 keyword.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomTag tag)
    {
        text = text.Trim();
        ReadOnlySpan<char> digits = text is ['(', .. var inner, ')'] ? inner : text;
        if (digits is { Length: 9 } && digits[4] == ',')
        {
            if (ushort.TryParse(digits[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort group)
                && ushort.TryParse(digits[5..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort element))
            {
                tag = new DicomTag(group, element);
                return true;
            }
        }
        else if (digits.Length == 8 && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            tag = new DicomTag(value);
            return true;
        }

        return DicomDictionary.TryFindKeyword(text, out tag);
    }

    /// <summary>Reads a tag as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is neither a tag nor a known keyword.</exception>
    public static DicomTag Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out DicomTag tag) ? tag : throw new FormatException($"'{text}' is neither a tag (gggg,eeee) nor a keyword of PS3.6.");

    /// <inheritdoc/>
    public bool Equals(DicomTag other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is DicomTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <inheritdoc/>
    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    /// <summary>Writes the tag as <c>(GGGG,EEEE)</c>, or with format <c>"J"</c> as the eight digits of DICOM JSON.</summary>
    public override string ToString() => ToString(null, null);

    /// <inheritdoc cref="ToString()"/>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        format == "J" ? Value.ToString("X8", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        format is "J"
            ? Value.TryFormat(destination, out charsWritten, "X8", CultureInfo.InvariantCulture)
            : destination.TryWrite(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})", out charsWritten);

    /// <summary>Equality of number.</summary>
    public static bool operator ==(DicomTag left, DicomTag right) => left.Value == right.Value;

    /// <summary>Inequality of number.</summary>
    public static bool operator !=(DicomTag left, DicomTag right) => left.Value != right.Value;

    /// <summary>Order in a data set.</summary>
    public static bool operator <(DicomTag left, DicomTag right) => left.Value < right.Value;

    /// <summary>Order in a data set.</summary>
    public static bool operator >(DicomTag left, DicomTag right) => left.Value > right.Value;

    /// <summary>Order in a data set.</summary>
    public static bool operator <=(DicomTag left, DicomTag right) => left.Value <= right.Value;

    /// <summary>Order in a data set.</summary>
    public static bool operator >=(DicomTag left, DicomTag right) => left.Value >= right.Value;
}
