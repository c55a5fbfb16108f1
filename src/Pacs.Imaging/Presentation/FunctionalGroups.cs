using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Where a frame's attributes stand: its functional groups, the shared ones, or the data set itself (PS3.3 §C.7.6.16).</summary>
internal readonly struct FunctionalGroups(DicomDataset dataset, int frame)
{
    private readonly DicomDataset? _own = ItemOf(dataset.GetSequence(DicomTag.PerFrameFunctionalGroupsSequence), frame);
    private readonly DicomDataset? _shared = ItemOf(dataset.GetSequence(DicomTag.SharedFunctionalGroupsSequence), 0);

    /// <summary>The item of a functional group macro that holds for the frame, or the data set.</summary>
    public DicomDataset HolderOf(DicomTag macro) => Find(macro) ?? dataset;

    /// <summary>The item of a functional group macro that holds for the frame, or null.</summary>
    public DicomDataset? Find(DicomTag macro) => ItemOf(_own?.GetSequence(macro), 0) ?? ItemOf(_shared?.GetSequence(macro), 0);

    private static DicomDataset? ItemOf(DicomSequence? sequence, int index) => sequence is not null && index >= 0 && index < sequence.Count ? sequence[index] : null;
}
