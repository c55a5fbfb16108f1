using System.Collections;

namespace Pacs.Core;

/// <summary>The items of a sequence (PS3.5 §7.5). Items inherit the character set of the data set that holds them.</summary>
/// <remarks>An item belongs to one sequence: added to another, it moves its parent. To have it in both, add a <see cref="DicomDataset.Copy"/>.</remarks>
public sealed class DicomSequence : IList<DicomDataset>, IReadOnlyList<DicomDataset>
{
    private readonly List<DicomDataset> _items;
    private bool _isModified;

    /// <summary>Makes a sequence of these items.</summary>
    public DicomSequence(params IEnumerable<DicomDataset> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = [.. items];
        _isModified = true;
        foreach (DicomDataset item in _items) Take(item);
    }

    /// <summary>Items that were read, in the data set they were read from.</summary>
    internal DicomSequence(List<DicomDataset> items, DicomDataset owner, DicomTag tag)
    {
        _items = items;
        Owner = owner;
        Tag = tag;
        foreach (DicomDataset item in items) item.Container = this;
    }

    /// <inheritdoc cref="IReadOnlyCollection{T}.Count"/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    bool ICollection<DicomDataset>.IsReadOnly => false;

    /// <summary>The item at <paramref name="index"/>.</summary>
    public DicomDataset this[int index]
    {
        get => _items[index];
        set
        {
            Release(_items[index]);
            _items[index] = Take(value);
            _isModified = true;
        }
    }

    internal bool IsModified => _isModified || _items.Exists(static item => item.IsModified);

    /// <summary>The data set that holds the sequence.</summary>
    internal DicomDataset? Owner { get; private set; }

    /// <summary>The tag that the sequence has there.</summary>
    internal DicomTag Tag { get; private set; }

    /// <summary>Appends an item.</summary>
    /// <exception cref="ArgumentException">The item holds this sequence.</exception>
    public void Add(DicomDataset item) => Insert(_items.Count, item);

    /// <summary>Puts an item before the one at <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentException">The item holds this sequence.</exception>
    public void Insert(int index, DicomDataset item)
    {
        _items.Insert(index, Take(item));
        _isModified = true;
    }

    /// <summary>Removes the item at <paramref name="index"/>.</summary>
    public void RemoveAt(int index)
    {
        Release(_items[index]);
        _items.RemoveAt(index);
        _isModified = true;
    }

    /// <summary>Removes an item; false when it is not here.</summary>
    public bool Remove(DicomDataset item)
    {
        int index = IndexOf(item);
        if (index >= 0) RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Removes all items.</summary>
    public void Clear()
    {
        foreach (DicomDataset item in _items) Release(item);
        _items.Clear();
        _isModified = true;
    }

    /// <summary>Where this very item stands, or -1.</summary>
    public int IndexOf(DicomDataset item) => _items.FindIndex(other => ReferenceEquals(other, item));

    /// <inheritdoc/>
    public bool Contains(DicomDataset item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public void CopyTo(DicomDataset[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<DicomDataset> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes another data set, or none, the holder.</summary>
    internal void MoveTo(DicomDataset? owner, DicomTag tag)
    {
        foreach (DicomDataset item in _items) RefuseCycle(item, owner);
        Owner = owner;
        Tag = tag;
        foreach (DicomDataset item in _items) Take(item);
    }

    private DicomDataset Take(DicomDataset item)
    {
        ArgumentNullException.ThrowIfNull(item);
        RefuseCycle(item, Owner);
        item.MoveTo(this);
        return item;
    }

    private void Release(DicomDataset item)
    {
        if (item.Container == this) item.MoveTo(null);
    }

    private static void RefuseCycle(DicomDataset item, DicomDataset? owner)
    {
        for (DicomDataset? at = owner; at is not null; at = at.Parent)
            if (ReferenceEquals(at, item)) throw new ArgumentException("A data set cannot be an item of itself.", nameof(item));
    }
}
