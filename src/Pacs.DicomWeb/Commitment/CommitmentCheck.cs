using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Finds out what the archive can commit to: what the index names and the store gives back, read through and equal to its hash. Nothing is taken from memory or from a cache.</summary>
internal static class CommitmentCheck
{
    /// <summary>Failure Reason (PS3.3 §C.14.1.1): the archive does not have it, or not for this user.</summary>
    public const ushort NoSuchInstance = 0x0112;

    /// <summary>Failure Reason: it is stored as another class.</summary>
    public const ushort ClassConflict = 0x0119;

    /// <summary>Failure Reason: it cannot be read back as it was acknowledged.</summary>
    public const ushort ProcessingFailure = 0x0110;

    private const int AtOnce = 256;

    /// <summary>The Failure Reason of each reference, in their order; 0 for those that are kept.</summary>
    public static async Task<ushort[]> RunAsync(ArchiveView archive, IReadOnlyList<CommitmentReference> references, CancellationToken ct)
    {
        var reasons = new ushort[references.Count];
        for (int start = 0; start < references.Count; start += AtOnce)
        {
            int end = Math.Min(references.Count, start + AtOnce);
            DicomUid[] wanted = [.. Enumerable.Range(start, end - start).Select(i => references[i].Id.SopInstance).Distinct()];
            var entries = new Dictionary<DicomUid, IndexEntry>(wanted.Length);
            await foreach (IndexEntry entry in archive.LocateAsync(new InstanceSelector { Instances = wanted }, ct).ConfigureAwait(false)) entries[entry.Id.SopInstance] = entry;
            for (int i = start; i < end; i++) reasons[i] = await CheckAsync(archive, references[i], entries.GetValueOrDefault(references[i].Id.SopInstance), ct).ConfigureAwait(false);
        }

        return reasons;
    }

    private static async ValueTask<ushort> CheckAsync(ArchiveView archive, CommitmentReference reference, IndexEntry? entry, CancellationToken ct)
    {
        if (entry is null || (reference.Study is { } study && study != entry.Study) || (reference.Series is { } series && series != entry.Series)) return NoSuchInstance;
        if (entry.Id.SopClass != reference.Id.SopClass) return ClassConflict;
        return await archive.Archive.VerifyAsync(entry, ct).ConfigureAwait(false) switch
        {
            null => 0,
            { Kind: VerifyFindingKind.Missing } => NoSuchInstance,
            _ => ProcessingFailure,
        };
    }
}
