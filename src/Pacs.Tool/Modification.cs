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

    /// <summary>Whether there is anything to change.</summary>
    public bool IsEmpty => Set.Count == 0 && Insert.Count == 0 && Remove.Count == 0 && !RemovePrivate && Uids is null;

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
            TextValue.Set(dataset, path, value);
        }
        catch (Exception reason) when (reason is ArgumentException or FormatException or OverflowException)
        {
            // What follows in parentheses names a parameter, which says nothing here.
            string message = reason.Message.Split(" (Parameter", 2)[0];
            throw new ToolException($"{path}: {message}", ExitCode.Usage);
        }
    }
}
