using System.Globalization;

namespace Pacs.Core;

/// <summary>One step of a <see cref="DicomPath"/>: an element, and which item of it when it is a sequence.</summary>
/// <param name="Tag">The element. With a private creator only its group and the low byte of its element number count.</param>
/// <param name="PrivateCreator">Who defines a private element, whatever block it stands in; null when the tag is to be taken as it is.</param>
/// <param name="Item">Index of an item, from 0; null for the element itself.</param>
public readonly record struct DicomPathStep(DicomTag Tag, string? PrivateCreator = null, int? Item = null)
{
    /// <summary>The private element, or null when the step has no creator.</summary>
    public DicomPrivateTag? PrivateTag => PrivateCreator is null ? null : new DicomPrivateTag(PrivateCreator, Tag.Group, (byte)Tag.Element);

    /// <summary>The tag in a data set; null when the creator has no block there.</summary>
    public DicomTag? In(DicomDataset dataset) => PrivateTag is { } tag ? dataset.FindTag(tag) : Tag;

    /// <summary>Keyword, tag or private tag, with the item in brackets.</summary>
    public override string ToString()
    {
        string name = PrivateTag is { } tag ? tag.ToString()
            : Tag.Keyword is { } keyword && DicomDictionary.TryFindKeyword(keyword, out DicomTag named) && named == Tag ? keyword : Tag.ToString();
        return Item is { } item ? string.Create(CultureInfo.InvariantCulture, $"{name}[{item}]") : name;
    }
}
