namespace Pacs.Core;

/// <summary>Elements by their path through sequences, read and edited.</summary>
/// <example><c>dataset.GetString("RequestAttributesSequence[0].ScheduledProcedureStepID")</c></example>
public static class DicomPaths
{
    /// <summary>The element at a path; null when it, an item, or a sequence on the way is absent, or the path names an item.</summary>
    public static DicomElement? GetElement(this DicomDataset dataset, DicomPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.IsItem || Walk(dataset, path, path.Count - 1) is not { } holder) return null;
        return path[^1].In(holder) is { } tag && holder.TryGet(tag, out DicomElement element) ? element : null;
    }

    /// <summary>The item at a path; null when it is absent. <see cref="DicomPath.Root"/> gives the data set itself.</summary>
    public static DicomDataset? GetItem(this DicomDataset dataset, DicomPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.IsItem ? Walk(dataset, path, path.Count) : Walk(dataset, path.AtItem(0), path.Count);
    }

    /// <summary>The text of the element at a path, as <see cref="DicomDataset.GetString"/> gives it; null when absent or empty.</summary>
    public static string? GetString(this DicomDataset dataset, DicomPath path) => dataset.GetElement(path)?.GetString();

    /// <summary>The sequence at a path; null when absent or no sequence.</summary>
    public static DicomSequence? GetSequence(this DicomDataset dataset, DicomPath path) => dataset.GetElement(path)?.GetSequence();

    /// <summary>Sets text at a path with the dictionary's VR; sequences and items on the way are made, and a private creator gets a block.</summary>
    /// <exception cref="ArgumentException">The path names an item, or the dictionary's VR holds no text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item on the way is neither there nor the next one.</exception>
    public static void Set(this DicomDataset dataset, DicomPath path, string? value)
    {
        DicomDataset holder = EnsureHolder(dataset, path, out DicomTag tag);
        holder.Set(tag, value);
    }

    /// <summary>Sets text at a path with a VR of the caller's, as private elements need it.</summary>
    /// <inheritdoc cref="Set(DicomDataset, DicomPath, string)"/>
    public static void Set(this DicomDataset dataset, DicomPath path, DicomVR vr, string? value)
    {
        DicomDataset holder = EnsureHolder(dataset, path, out DicomTag tag);
        holder.Set(tag, vr, value);
    }

    /// <summary>The item at a path, made when it is the next one of its sequence; sequences and items on the way likewise.</summary>
    /// <param name="dataset">The outermost data set.</param>
    /// <param name="path">An item; a sequence stands for its first.</param>
    /// <exception cref="ArgumentOutOfRangeException">An item on the way is neither there nor the next one.</exception>
    public static DicomDataset EnsureItem(this DicomDataset dataset, DicomPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Ensure(dataset, path.IsItem ? path : path.AtItem(0), path.Count);
    }

    /// <summary>Appends an empty item to a sequence, which is made when it is absent.</summary>
    public static DicomDataset AddItem(this DicomDataset dataset, DicomTag sequence)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Ensure(dataset, Root(sequence, dataset.GetSequence(sequence)?.Count ?? 0), 1);
    }

    /// <summary>Removes the element or item at a path; false when there is none.</summary>
    public static bool Remove(this DicomDataset dataset, DicomPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Count == 0 || Walk(dataset, path, path.Count - 1) is not { } holder || path[^1].In(holder) is not { } tag) return false;
        if (path[^1].Item is not { } item) return holder.Remove(tag);
        if (holder.GetSequence(tag) is not { } sequence || item >= sequence.Count) return false;
        sequence.RemoveAt(item);
        return true;
    }

    private static DicomPath Root(DicomTag tag, int item) => DicomPath.Root.Append(tag).AtItem(item);

    private static DicomDataset? Walk(DicomDataset dataset, DicomPath path, int steps)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DicomDataset at = dataset;
        for (int i = 0; i < steps; i++)
        {
            if (path[i].In(at) is not { } tag || at.GetSequence(tag) is not { } sequence) return null;
            int item = path[i].Item!.Value;
            if (item >= sequence.Count) return null;
            at = sequence[item];
        }

        return at;
    }

    private static DicomDataset EnsureHolder(DicomDataset dataset, DicomPath path, out DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.IsItem) throw new ArgumentException($"{path} names an item, which holds no text.", nameof(path));
        DicomDataset holder = Ensure(dataset, path, path.Count - 1);
        tag = TagToSet(holder, path[^1]);
        return holder;
    }

    private static DicomDataset Ensure(DicomDataset dataset, DicomPath path, int steps)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DicomDataset at = dataset;
        for (int i = 0; i < steps; i++)
        {
            DicomTag tag = TagToSet(at, path[i]);
            int item = path[i].Item!.Value;
            DicomSequence? sequence = at.GetSequence(tag);
            int count = sequence?.Count ?? 0;
            if (item > count) throw new ArgumentOutOfRangeException(nameof(path), item, $"{path[i]} cannot be made: the sequence has {count} items.");
            if (sequence is null) at.Set(tag, sequence = new DicomSequence());
            if (item == count) sequence.Add(new DicomDataset());
            at = sequence[item];
        }

        return at;
    }

    private static DicomTag TagToSet(DicomDataset dataset, DicomPathStep step) => step.PrivateTag is { } tag ? dataset.ReserveTag(tag) : step.Tag;
}
