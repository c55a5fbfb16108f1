namespace Pacs.Core;

/// <summary>Choices of <see cref="DicomJson"/> when it writes.</summary>
public sealed record DicomJsonOptions
{
    /// <summary>The defaults.</summary>
    public static DicomJsonOptions Default { get; } = new();

    /// <summary>Gives the URI to write instead of a binary value longer than <see cref="InlineLimit"/>, or null to write it inline all the same. Null (the default) writes all inline.</summary>
    public Func<BulkDataElement, string?>? BulkDataUri { get; init; }

    /// <summary>Binary values of up to this many bytes are always inline. Default 1024.</summary>
    public int InlineLimit { get; init; } = 1024;

    /// <summary>Whether IS and DS are written as strings, to the letter as they are (PS3.18 §F.2.3 allows both). Default false: numbers, with the digits as they are.</summary>
    public bool NumbersAsText { get; init; }

    /// <summary>What becomes of infinity and NaN in FL and FD. Default <see cref="NonFiniteNumbers.Text"/>.</summary>
    public NonFiniteNumbers NonFinite { get; init; }

    /// <summary>Whether lines are broken and indented. Default false.</summary>
    public bool IsIndented { get; init; }

    /// <summary>Deepest nesting of sequences written; more is refused. Default 512.</summary>
    public int MaxDepth { get; init; } = 512;
}
