using Pacs.Core;

namespace Pacs.Tool;

/// <summary>Changes to a data set, applied in the order: remove, set, insert, new UIDs.</summary>
internal sealed record Modification
{
    public IReadOnlyList<(DicomPath Path, string Value)> Set { get; init; } = [];

    public IReadOnlyList<(DicomPath Path, string Value)> Insert { get; init; } = [];

    public IReadOnlyList<DicomPath> Remove { get; init; } = [];

    public bool RemovePrivate { get; init; }

    public UidMap? Uids { get; init; }

    public void Apply(DicomFile file)
    {
        DicomDataset dataset = file.Dataset;
        if (RemovePrivate) dataset.RemovePrivate();
        foreach (DicomPath path in Remove) dataset.Remove(path);
        foreach ((DicomPath path, string value) in Set) Put(dataset, path, value);
        foreach ((DicomPath path, string value) in Insert)
            if (dataset.GetElement(path) is null) Put(dataset, path, value);
        Uids?.Apply(dataset);
    }

    private static void Put(DicomDataset dataset, DicomPath path, string value)
    {
        try
        {
            dataset.Set(path, value);
        }
        catch (Exception reason) when (reason is ArgumentException or FormatException)
        {
            throw new ToolException($"{path}: {reason.Message}", ExitCode.Usage);
        }
    }
}
