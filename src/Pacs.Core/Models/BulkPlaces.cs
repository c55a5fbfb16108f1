namespace Pacs.Core;

/// <summary>Keeps track of the sequences and items that a walk is in, for the paths of values that are left out.</summary>
internal sealed class BulkPlaces
{
    private readonly Stack<(DicomTag Sequence, int Item)> _items = new();

    public void BeginSequence(DicomTag tag) => _items.Push((tag, -1));

    public void BeginItem()
    {
        (DicomTag sequence, int item) = _items.Pop();
        _items.Push((sequence, item + 1));
    }

    public void EndSequence() => _items.Pop();

    /// <summary>The path of an element in the item that the walk is in.</summary>
    public DicomPath PathOf(DicomTag tag) => new([.. _items.Reverse().Select(static place => new DicomPathStep(place.Sequence, Item: place.Item)), new DicomPathStep(tag)]);
}
