namespace Pacs.Core;

/// <summary>Limits and choices for reading. Lengths in the input are never trusted beyond these.</summary>
public sealed record DicomReadOptions
{
    /// <summary>The defaults.</summary>
    public static DicomReadOptions Default { get; } = new();

    /// <summary>Binary values longer than this stay where they are until asked for (files), or are passed over (header reading). In bytes; default 64 KiB.</summary>
    public int DeferAbove { get; init; } = 64 * 1024;

    /// <summary>Most bytes of header (all that is neither deferred nor pixel data) held in memory. Default 64 MiB.</summary>
    public int MaxHeaderLength { get; init; } = 64 * 1024 * 1024;

    /// <summary>Deepest nesting of undefined-length sequences and items walked, and of items opened. Default 1024; more is refused with <see cref="DicomDataException"/>.</summary>
    public int MaxDepth { get; init; } = 1024;

    /// <summary>Most elements of a data set, and items of a sequence. Default 1,000,000; more is refused with <see cref="DicomDataException"/>.</summary>
    public int MaxElements { get; init; } = 1_000_000;

    /// <summary>Most bytes that a deflated data set may grow to. Default 2 GiB - 64 KiB, the largest array.</summary>
    public int MaxInflatedLength { get; init; } = int.MaxValue - 64 * 1024;

    /// <summary>Where a whole data set is read: refuse an element that ends after the input does, instead of keeping what is there with a finding. Default false.</summary>
    public bool RefuseTruncated { get; init; }

    /// <summary>Stop before the first top-level element at or above this tag; null reads to the end.</summary>
    public DicomTag? StopBefore { get; init; }

    /// <summary>How text is encoded, whatever Specific Character Set says: for files whose declaration is missing or wrong. Null believes the file.</summary>
    public SpecificCharacterSet? CharacterSet { get; init; }

    /// <summary>What is known of private elements: gives them a VR where the encoding has none, and a name. Default: <see cref="PrivateDictionary.Default"/>.</summary>
    public PrivateDictionary PrivateDictionary { get; init; } = PrivateDictionary.Default;
}
