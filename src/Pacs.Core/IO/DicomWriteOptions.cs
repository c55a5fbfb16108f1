namespace Pacs.Core;

/// <summary>Choices for writing. With the defaults, what was read and not changed is written byte for byte as it came.</summary>
public sealed record DicomWriteOptions
{
    /// <summary>The defaults.</summary>
    public static DicomWriteOptions Default { get; } = new();

    /// <summary>Transfer syntax to write; null leaves it. Uncompressed pixel data goes between the syntaxes without compression, compressed pixel data stays in the syntax it has.</summary>
    public TransferSyntax? TransferSyntax { get; init; }

    /// <summary>How sequences state their length (PS3.5 §7.5.1).</summary>
    public LengthEncoding SequenceLengths { get; init; }

    /// <summary>How items state their length (PS3.5 §7.5.1).</summary>
    public LengthEncoding ItemLengths { get; init; }

    /// <summary>Whether to write group lengths (gggg,0000), which are retired (PS3.5 §7.2). Group 0002 always has one.</summary>
    public GroupLengthEncoding GroupLengths { get; init; }

    /// <summary>What to do with a character that the character set has no code for. Default: <see cref="DicomDataException"/>.</summary>
    public EncodingFallback TextFallback { get; init; }

    /// <summary>Refuses a file, before a byte is written, whose data set breaks a rule of the standard: see <see cref="DicomValidator.ValidateInstance"/>. Default false.</summary>
    public bool RequireValid { get; init; }

    /// <summary>AE title to write as Source Application Entity Title (0002,0016); null leaves what file meta information has.</summary>
    public string? SourceAe { get; init; }

    /// <summary>Whether sequences, items and group lengths may be copied as they came.</summary>
    internal bool KeepsStructure => SequenceLengths == LengthEncoding.AsRead && ItemLengths == LengthEncoding.AsRead && GroupLengths == GroupLengthEncoding.AsRead;
}

/// <summary>How a sequence or item states its length (PS3.5 §7.5.1).</summary>
public enum LengthEncoding
{
    /// <summary>As it was read; undefined where it was made or changed.</summary>
    AsRead,
    /// <summary>Undefined, ended by a delimiter.</summary>
    Undefined,
    /// <summary>In bytes.</summary>
    Explicit,
}

/// <summary>Whether group lengths (gggg,0000) are written (PS3.5 §7.2).</summary>
public enum GroupLengthEncoding
{
    /// <summary>As they were read; left out of a data set that was changed.</summary>
    AsRead,
    /// <summary>Left out.</summary>
    Omit,
    /// <summary>One for each group, in items too.</summary>
    Write,
}
