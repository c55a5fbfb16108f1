using System.Collections.Frozen;

namespace Pacs.Core;

/// <summary>Sets of SOP classes.</summary>
public static class SopClasses
{
    private static readonly DicomUid[] StorageUids = [.. Enumerable.Range(0, UidData.Count).Where(i => UidData.IsStorage[i] != 0).Select(i => DicomUid.FromTrimmed(DicomUidRegistry.Text(i)))];
    private static readonly FrozenSet<DicomUid> StorageSet = StorageUids.ToFrozenSet();

    /// <summary>SOP classes that C-STORE transfers: PS3.4 Annex B and GG, retired ones and those of DICOS and DICONDE included; in ordinal order of the UID.</summary>
    public static IReadOnlyList<DicomUid> Storage { get; } = Array.AsReadOnly(StorageUids);

    /// <summary>Whether a SOP class is one of <see cref="Storage"/>.</summary>
    public static bool IsStorage(DicomUid sopClass) => StorageSet.Contains(sopClass);
}
