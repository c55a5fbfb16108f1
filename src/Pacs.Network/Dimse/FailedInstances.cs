using Pacs.Core;

namespace Pacs.Network;

/// <summary>Failed SOP Instance UID List (0008,0058): the identifier of a C-MOVE or C-GET response (PS3.4 §C.4.2.1.4.2).</summary>
internal static class FailedInstances
{
    /// <summary>Most bytes of the value: in explicit VR the length field of UI has 16 bits. Thousands of failures have one cause, and the counters tell them all.</summary>
    private const int MaxLength = 65534;

    /// <summary>The identifier, or null when nothing failed: then no data set is sent.</summary>
    public static DicomDataset? ToIdentifier(IReadOnlyCollection<DicomUid> failed)
    {
        if (failed.Count == 0) return null;
        var kept = new List<string>(failed.Count);
        int length = 0;
        foreach (DicomUid uid in failed)
        {
            if (length + uid.Value.Length > MaxLength) break;
            length += uid.Value.Length + 1;
            kept.Add(uid.Value);
        }

        var identifier = new DicomDataset();
        identifier.Set(DicomTag.FailedSOPInstanceUIDList, [.. kept]);
        return identifier;
    }

    /// <summary>The UIDs that an identifier lists.</summary>
    public static IReadOnlyList<DicomUid> Read(DicomDataset identifier) =>
        [.. identifier.GetStrings(DicomTag.FailedSOPInstanceUIDList).Select(text => new DicomUid(text)).Where(uid => !uid.IsEmpty)];
}
