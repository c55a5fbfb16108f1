using System.Globalization;
using System.Text;

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

    /// <summary>Tags and item indexes down to this tag.</summary>
    public string PathOf(DicomTag tag)
    {
        var path = new StringBuilder();
        foreach ((DicomTag sequence, int item) in _items.Reverse()) path.Append(CultureInfo.InvariantCulture, $"{sequence:J}/{item}/");
        return path.Append(CultureInfo.InvariantCulture, $"{tag:J}").ToString();
    }
}
