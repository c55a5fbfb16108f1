using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Knows which instances the archive holds and answers queries about them. Implement it for another database; <c>ArchiveIndexContract</c> in Pacs.Testing proves it.</summary>
/// <remarks>
/// <para>One writer (<see cref="ApplyAsync"/> is never called concurrently), any number of readers. Local indexes complete synchronously.</para>
/// <para>Hierarchy: a patient is its Patient ID and Issuer of Patient ID; a study is its UID <em>within its patient</em>, a series its UID within its study, an instance its SOP Instance UID.
/// So instances whose headers name different patients never appear under one, even where they share a study UID; a study or series UID that occurs under two parents is two entities, each with its own counts, and both match the UID.</para>
/// <para>Attributes of an entity: a study or series keeps the first value it was given for an attribute, and later instances fill in what was absent or empty.
/// A patient takes the latest non-empty value, as names and birth dates get corrected. Patient attributes in results below the patient level are those of the study. Removing instances does not change attributes of the entities that stay; an entity without instances is gone.</para>
/// <para>Rejection: while an entry is stored whose <see cref="IndexEntry.Rejects"/> names an instance, that instance is hidden, whether it came before or after: no query finds it, no count includes it, the feed does not tell of it,
/// and it is located only where <see cref="InstanceSelector.IncludesRejected"/> asks for it. <see cref="GetAsync"/> knows it, as ever. It shows again, with the number it had, when no such entry is left. To hide or show is no change of its own.</para>
/// </remarks>
public interface IArchiveIndex : IAsyncDisposable
{
    /// <summary>The attributes that the index keeps and can match and return.</summary>
    IndexAttributes Attributes { get; }

    /// <summary>Applies the changes in order, all or none, and remembers the checkpoint with them.</summary>
    /// <remarks>
    /// Idempotent: a change whose sequence number is not above the last one applied is skipped, so that a batch may come again after a crash.
    /// Storing a known SOP Instance UID replaces what was known of it; removing an unknown one changes nothing.
    /// </remarks>
    /// <exception cref="IndexException">The batch could not be applied; nothing of it was.</exception>
    ValueTask ApplyAsync(IndexBatch batch, CancellationToken ct);

    /// <summary>The checkpoint of the last batch applied, or null when there was none.</summary>
    ValueTask<string?> GetCheckpointAsync(CancellationToken ct);

    /// <summary>The entry of one instance, or null when it is not known. The check for duplicates at ingest: fast, and synchronous where the index is local.</summary>
    ValueTask<IndexEntry?> GetAsync(DicomUid sopInstance, CancellationToken ct);

    /// <summary>Finds the entities that match, as they stand when the enumeration begins; later changes do not show.</summary>
    /// <returns>
    /// Data sets ready to encode: the attributes the query asks for, with zero length where the value is unknown, and Specific Character Set where needed.
    /// Keys that <see cref="IndexAttributes.UnsupportedKeys"/> reports are neither matched nor returned.
    /// Query/Retrieve Level, Retrieve AE Title and Instance Availability are the server's to add. The caller owns each data set.
    /// They come in the order of <see cref="DicomQuery.Order"/> as <see cref="RowOrder"/> has it, among equals in an order of the index's own; limit and offset count in that order, which stays the same while nothing changes.
    /// </returns>
    IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct);

    /// <summary>How many entities match, whatever the query's limit and offset; null where finding out takes as long as finding them.</summary>
    /// <remarks>Override it where the number is cheap: what stands here does not know it.</remarks>
    ValueTask<long?> CountAsync(DicomQuery query, CancellationToken ct) => new((long?)null);

    /// <summary>The entries of the instances selected, each once, as they stand when the enumeration begins.</summary>
    IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, CancellationToken ct);

    /// <summary>The changes with a sequence number above <paramref name="after"/>, in order, up to the present end.</summary>
    /// <remarks>An instance that was stored and has since been removed or replaced is not reported as stored; its removal is.</remarks>
    IAsyncEnumerable<ArchiveChange> ChangesAsync(long after, CancellationToken ct);

    /// <summary>The sequence number of the last change applied, whether or not it is still reported; 0 when there was none. Survives whatever the index survives.</summary>
    /// <remarks>Override it where the number is at hand: what stands here reads the whole feed.</remarks>
    async ValueTask<long> GetLastSequenceAsync(CancellationToken ct)
    {
        long last = 0;
        await foreach (ArchiveChange change in ChangesAsync(0, ct).ConfigureAwait(false)) last = change.Sequence;
        return last;
    }
}
