using System.Globalization;
using System.Text;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>What an attribute's value is ordered by (<see cref="DicomQuery.Order"/>): a number, or text whose bytes compare as it does. Default: there is no value.</summary>
/// <remarks>The one rule for every index, so that a database that is given these values orders as memory does.</remarks>
public readonly struct SortValue : IEquatable<SortValue>, IComparable<SortValue>
{
    private readonly byte[]? _text;

    private SortValue(double number) => Number = number;

    private SortValue(byte[] text) => _text = text;

    /// <summary>The number, or null where the value is none.</summary>
    public double? Number { get; }

    /// <summary>The text in UTF-8, to be compared byte by byte; empty where the value is a number.</summary>
    public ReadOnlyMemory<byte> Text => _text;

    /// <summary>Whether there is no value: absent, empty, or none of its VR.</summary>
    public bool IsNone => Number is null && _text is null;

    /// <summary>The value of an attribute in a run.</summary>
    /// <param name="run">The run of the level that keeps the attribute. Not kept.</param>
    /// <param name="tag">The attribute.</param>
    public static SortValue Read(ReadOnlySpan<byte> run, DicomTag tag)
    {
        var reader = new RunReader(run);
        reader.Next();
        if (!reader.Seek(tag) || reader.Tag != tag) return default;
        // No more of the run is parsed than the element, and what its text is encoded in.
        return AttributeRuns.Parse((byte[])[.. AttributeRuns.CharacterSetOf(run), .. reader.Element]).TryGet(tag, out DicomElement element) ? Of(element) : default;
    }

    /// <summary>A count.</summary>
    public static SortValue Of(long count) => new((double)count);

    /// <summary>Text that is in its form already, such as UIDs.</summary>
    public static SortValue Of(ReadOnlySpan<byte> text) => text.IsEmpty ? default : new(text.ToArray());

    /// <inheritdoc/>
    /// <remarks>No value comes last.</remarks>
    public int CompareTo(SortValue other)
    {
        if (IsNone || other.IsNone) return IsNone.CompareTo(other.IsNone);
        return Number is { } left && other.Number is { } right ? left.CompareTo(right)
            : Number.HasValue != other.Number.HasValue ? other.Number.HasValue.CompareTo(Number.HasValue) // numbers before text
            : _text.AsSpan().SequenceCompareTo(other._text);
    }

    /// <inheritdoc/>
    public bool Equals(SortValue other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SortValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Number);
        hash.AddBytes(_text);
        return hash.ToHashCode();
    }

    /// <summary>Whether two values are ordered alike.</summary>
    public static bool operator ==(SortValue left, SortValue right) => left.Equals(right);

    /// <summary>Whether two values are not ordered alike.</summary>
    public static bool operator !=(SortValue left, SortValue right) => !left.Equals(right);

    /// <summary>Whether a value comes before another.</summary>
    public static bool operator <(SortValue left, SortValue right) => left.CompareTo(right) < 0;

    /// <summary>Whether a value comes before another, or is ordered alike.</summary>
    public static bool operator <=(SortValue left, SortValue right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a value comes after another.</summary>
    public static bool operator >(SortValue left, SortValue right) => left.CompareTo(right) > 0;

    /// <summary>Whether a value comes after another, or is ordered alike.</summary>
    public static bool operator >=(SortValue left, SortValue right) => left.CompareTo(right) >= 0;

    private static SortValue Of(in DicomElement element)
    {
        if (element.VR == DicomVR.SQ || element.GetString()?.Trim(' ', '\0') is not { Length: > 0 } whole) return default;
        int end = whole.IndexOf('\\');
        string first = end < 0 ? whole : whole[..end];
        if (IsNumber(element.VR)) return double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsNaN(number) ? new(number) : default;
        string? text = element.VR switch
        {
            DicomVR.DA => DateRange.TryParse(first, out DateRange day) && day.From is not null && day.From == day.To ? day.ToString() : null,
            // ACR-NEMA had colons (PS3.5 §6.2).
            DicomVR.TM or DicomVR.DT => first.Replace(":", string.Empty, StringComparison.Ordinal),
            DicomVR.PN => OfName(first),
            DicomVR.UI => whole,
            _ => SearchText.RemoveAccents(whole.ToUpperInvariant()),
        };
        return string.IsNullOrEmpty(text) ? default : new(Encoding.UTF8.GetBytes(text));
    }

    // By the first script that it is written in. A component that ends comes before one that goes on, as in a telephone directory: DOE^Z before DOERING^A.
    private static string? OfName(string name) =>
        SearchText.FoldName(name).FirstOrDefault(static group => group.Length > 0) is { } group ? SearchText.RemoveAccents(group).Replace('^', '\u0001') : null;

    private static bool IsNumber(DicomVR vr) =>
        vr is DicomVR.IS or DicomVR.DS or DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL or DicomVR.UV or DicomVR.SV or DicomVR.FL or DicomVR.FD;
}
