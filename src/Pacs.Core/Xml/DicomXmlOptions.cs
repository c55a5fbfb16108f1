namespace Pacs.Core;

/// <summary>Choices of <see cref="DicomXml"/> when it writes.</summary>
public sealed record DicomXmlOptions
{
    /// <summary>The defaults.</summary>
    public static DicomXmlOptions Default { get; } = new();

    /// <summary>Gives the URI to write instead of a binary value longer than <see cref="InlineLimit"/>, or null to write it inline all the same. Null (the default) writes all inline.</summary>
    public Func<BulkDataElement, string?>? BulkDataUri { get; init; }

    /// <summary>Binary values of up to this many bytes are always inline. Default 1024.</summary>
    public int InlineLimit { get; init; } = 1024;

    /// <summary>Whether lines are broken between elements and indented; never within a value. Default false.</summary>
    public bool IsIndented { get; init; }

    /// <summary>Deepest nesting of sequences written; more is refused. Default 512.</summary>
    public int MaxDepth { get; init; } = 512;
}
