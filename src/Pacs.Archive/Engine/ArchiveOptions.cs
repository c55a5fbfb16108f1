using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>How an archive takes in instances.</summary>
public sealed record ArchiveOptions
{
    /// <summary>What happens to a UID that is stored already with other bytes.</summary>
    public DuplicatePolicy Duplicates { get; init; } = DuplicatePolicy.KeepFirst;

    /// <summary>How long acknowledged changes may wait for the index, so that it takes many at once. A query does not wait for this.</summary>
    public TimeSpan IndexInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Most changes the index is given at once.</summary>
    public int IndexBatchSize { get; init; } = 4000;

    /// <summary>Most acknowledged changes that wait for the index, in memory. Beyond, receiving waits for it, or is refused while it fails.</summary>
    public int MaxPendingChanges { get; init; } = 16_000;

    /// <summary>Titles, as code values of DCM, of the Key Object Selections that hide the instances they name; by default all that reject (PS3.16 CID 7011): quality 113001, patient safety 113037, incorrect worklist entry 113038, retention expired 113039. Empty for none. What a change means for notes that are stored already shows when the index is built anew.</summary>
    public IReadOnlyList<string> RejectionTitles { get; init; } = [.. RejectionNote.Titles.Keys];

    /// <summary>Longest header (all before the attributes that no index keeps) that is read, in bytes.</summary>
    public int MaxHeaderLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>Where the archive tells of conflicts and failures; null for nowhere.</summary>
    public ILoggerFactory? Loggers { get; init; }

    /// <summary>Clock of receipt times and of the index interval.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
