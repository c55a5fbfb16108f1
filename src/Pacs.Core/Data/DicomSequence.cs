using System.Collections;

namespace Pacs.Core;

/// <summary>The items of a sequence (PS3.5 §7.5). Items inherit the character set of the data set that holds them.</summary>
public sealed class DicomSequence : IReadOnlyList<DicomDataset>
{
    private readonly List<DicomDataset> _items;
    private bool _isModified;
    private DicomDataset? _owner;

    /// <summary>Makes a sequence of these items.</summary>
    public DicomSequence(params IEnumerable<DicomDataset> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = [.. items];
        _isModified = true;
    }

    internal DicomSequence(List<DicomDataset> items, DicomDataset owner)
    {
        _items = items;
        Owner = owner;
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public DicomDataset this[int index] => _items[index];

    internal bool IsModified => _isModified || _items.Exists(static item => item.IsModified);

    internal DicomDataset? Owner
    {
        get => _owner;
        set
        {
            _owner = value;
            foreach (DicomDataset item in _items) item.Parent = value;
        }
    }

    /// <summary>Appends an item.</summary>
    public void Add(DicomDataset item)
    {
        ArgumentNullException.ThrowIfNull(item);
        item.Parent = _owner;
        _items.Add(item);
        _isModified = true;
    }

    /// <summary>Removes the item at <paramref name="index"/>.</summary>
    public void RemoveAt(int index)
    {
        _items.RemoveAt(index);
        _isModified = true;
    }

    /// <inheritdoc/>
    public IEnumerator<DicomDataset> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
