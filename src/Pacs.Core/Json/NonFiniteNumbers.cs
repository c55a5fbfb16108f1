namespace Pacs.Core;

/// <summary>How infinity and NaN are written, which JSON has no number for.</summary>
public enum NonFiniteNumbers
{
    /// <summary>As the strings "NaN", "Infinity" and "-Infinity".</summary>
    Text,

    /// <summary>As null: the value is lost, its place is kept.</summary>
    Null,

    /// <summary>Not at all: <see cref="DicomDataException"/>.</summary>
    Refuse,
}
