using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>
/// How frames of several data types, as tissue and flow of an ultrasound volume, become one coloured picture: the Enhanced Blending and Display Pipeline
/// (PS3.3 §C.7.6.23). Immutable.
/// </summary>
public sealed class EnhancedPalette
{
    // The pipeline has three inputs; a few more data types do no harm.
    private const int MaxFrames = 7;

    private EnhancedPalette(IReadOnlyList<DataPathAssignment> assignments) => Assignments = assignments;

    internal IReadOnlyList<DataPathAssignment> Assignments { get; }

    internal DataPath Primary { get; private init; } = DataPath.Grey;

    internal DataPath Secondary { get; private init; } = DataPath.Grey;

    internal BlendingWeight PrimaryWeight { get; private init; } = BlendingWeight.One;

    internal BlendingWeight SecondaryWeight { get; private init; } = BlendingWeight.One;

    /// <summary>The other frames of an object that show the same place at the same time as this one, each of another data type; empty where frames have no data types.</summary>
    /// <param name="dataset">The object.</param>
    /// <param name="frame">From 0.</param>
    /// <remarks>Reads the functional groups of all frames.</remarks>
    public static IReadOnlyList<int> FramesWith(DicomDataset dataset, int frame)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (DataTypeOf(dataset, frame) is not { } type) return [];
        string place = PlaceOf(dataset, frame);
        HashSet<string> types = [type];
        var frames = new List<int>();
        int count = dataset.GetSequence(DicomTag.PerFrameFunctionalGroupsSequence)?.Count ?? 0;
        for (int other = 0; other < count; other++)
            if (frames.Count < MaxFrames && DataTypeOf(dataset, other) is { } found && !types.Contains(found) && PlaceOf(dataset, other) == place && types.Add(found)) frames.Add(other);
        return frames;
    }

    internal static string? DataTypeOf(DicomDataset dataset, int frame) => FrameAttributes.Of(dataset, frame).Group(DicomTag.ImageDataTypeSequence)?.GetString(DicomTag.DataType);

    internal static EnhancedPalette? Read(DicomDataset dataset, BulkReader bulk)
    {
        DataPathAssignment[] assignments = [.. (dataset.GetSequence(DicomTag.DataFrameAssignmentSequence) ?? []).Take(16).Select(item => DataPathAssignment.Read(item, bulk)).OfType<DataPathAssignment>()];
        if (assignments.Length == 0) return null;
        DicomSequence? paths = dataset.GetSequence(DicomTag.EnhancedPaletteColorLookupTableSequence);
        return new EnhancedPalette(assignments)
        {
            Primary = PathOf("PRIMARY"),
            Secondary = PathOf("SECONDARY"),
            PrimaryWeight = WeightOf(DicomTag.BlendingLUT1Sequence, DicomTag.BlendingLUT1TransferFunction),
            SecondaryWeight = WeightOf(DicomTag.BlendingLUT2Sequence, DicomTag.BlendingLUT2TransferFunction),
        };

        DataPath PathOf(string id) => (paths ?? []).FirstOrDefault(item => item.GetString(DicomTag.DataPathID) == id) is { } item ? DataPath.Read(item, bulk) : DataPath.Grey;

        BlendingWeight WeightOf(DicomTag sequence, DicomTag function) =>
            (dataset.GetSequence(sequence) is { Count: > 0 } items ? BlendingWeight.Read(items[0], function, bulk) : null) ?? BlendingWeight.One;
    }

    /// <summary>The items that hold tables, and the elements that they are in.</summary>
    internal static IEnumerable<(DicomDataset Item, DicomTag[] Tags)> Tables(DicomDataset dataset)
    {
        foreach (DicomDataset item in dataset.GetSequence(DicomTag.EnhancedPaletteColorLookupTableSequence) ?? []) yield return (item, [.. PaletteReader.DataTags, .. PaletteReader.AlphaDataTags]);
        foreach (DicomDataset item in dataset.GetSequence(DicomTag.DataFrameAssignmentSequence) ?? [])
            foreach (DicomDataset table in item.GetSequence(DicomTag.VOILUTSequence) ?? []) yield return (table, [DicomTag.LUTData]);
        foreach (DicomTag sequence in new[] { DicomTag.BlendingLUT1Sequence, DicomTag.BlendingLUT2Sequence })
            foreach (DicomDataset item in dataset.GetSequence(sequence) ?? []) yield return (item, [DicomTag.BlendingLookupTableData]);
    }

    // Position in the volume or in the patient, and in time: what the frames of one picture share.
    private static string PlaceOf(DicomDataset dataset, int frame)
    {
        FrameAttributes groups = FrameAttributes.Of(dataset, frame);
        DicomDataset position = groups.Group(DicomTag.PlanePositionVolumeSequence) ?? groups.PlanePosition;
        return string.Join('\\', [
            .. position.GetDoubles(DicomTag.ImagePositionVolume), .. position.GetDoubles(DicomTag.ImagePositionPatient),
            groups.Group(DicomTag.TemporalPositionSequence)?.GetDouble(DicomTag.TemporalPositionTimeOffset) ?? 0, groups.FrameContent.GetInt32(DicomTag.TemporalPositionIndex) ?? 0]);
    }
}
