using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>What of the feed a user may know of: the same decision as for a search, made for each batch.</summary>
internal static class EventFilter
{
    /// <summary>Takes out of a batch what is hidden.</summary>
    /// <remarks>
    /// What was stored is decided by its own attributes. Of what was removed only UIDs are left, so the index is asked, once for a batch, which of the studies the user sees;
    /// with a study's last instance there is nothing left to decide by, and its removal is not told to those who do not see everything.
    /// </remarks>
    public static async ValueTask ApplyAsync(ArchiveView archive, List<ArchiveChange> batch, CancellationToken ct)
    {
        if (!archive.IsRestricted) return;
        HashSet<DicomUid> visible = [];
        DicomUid[] studies = [.. batch.OfType<InstanceRemoved>().Select(r => r.Study).Distinct()];
        if (studies.Length > 0)
        {
            DicomQuery query = DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, studies);
            await foreach (DicomDataset study in archive.FindAsync(query, ct).ConfigureAwait(false))
                if (study.GetUid(DicomTag.StudyInstanceUID) is { } uid) visible.Add(uid);
        }

        batch.RemoveAll(change => change switch
        {
            InstanceStored stored => !archive.MaySee(stored.Entry.Attributes),
            InstanceRemoved removed => !visible.Contains(removed.Study),
            _ => true,
        });
    }
}
