using System.Diagnostics.CodeAnalysis;

namespace Pacs.Core;

/// <summary>Equality of data sets by content: the same elements with the same VR and the same values, items of sequences included.</summary>
/// <remarks>
/// How they are encoded does not count: byte order, lengths, group lengths, padding, character set of texts. Specific Character Set (0008,0005)
/// itself is not compared. Values left in a file are read from it, blocking.
/// </remarks>
public sealed class DicomDatasetComparer : IEqualityComparer<DicomDataset>
{
    private DicomDatasetComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static DicomDatasetComparer Default { get; } = new();

    /// <summary>Where two data sets differ: elements that only one has, or whose VR or value is not the same. Lazy, in order.</summary>
    /// <remarks>A sequence with another number of items is one difference, with as many items those inside them.</remarks>
    public static IEnumerable<DicomPath> Differences(DicomDataset left, DicomDataset right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Differences(left, right, DicomPath.Root);
    }

    /// <inheritdoc/>
    public bool Equals(DicomDataset? x, DicomDataset? y) => ReferenceEquals(x, y) || (x is not null && y is not null && !Differences(x, y).Any());

    /// <summary>A hash of which elements there are.</summary>
    public int GetHashCode([DisallowNull] DicomDataset obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var hash = default(HashCode);
        foreach (DicomElement element in obj)
            if (Counts(element)) hash.Add(element.Tag);
        return hash.ToHashCode();
    }

    private static IEnumerable<DicomPath> Differences(DicomDataset left, DicomDataset right, DicomPath at)
    {
        using IEnumerator<DicomElement> lefts = left.Where(Counts).GetEnumerator(), rights = right.Where(Counts).GetEnumerator();
        bool hasLeft = lefts.MoveNext(), hasRight = rights.MoveNext();
        while (hasLeft || hasRight)
        {
            int order = !hasLeft ? 1 : !hasRight ? -1 : lefts.Current.Tag.CompareTo(rights.Current.Tag);
            DicomPath path = at.Append(order <= 0 ? lefts.Current.Tag : rights.Current.Tag);
            if (order != 0)
            {
                yield return path;
            }
            else if (lefts.Current.GetSequence() is { } leftItems && rights.Current.GetSequence() is { } rightItems && leftItems.Count == rightItems.Count)
            {
                for (int i = 0; i < leftItems.Count; i++)
                    foreach (DicomPath inner in Differences(leftItems[i], rightItems[i], path.AtItem(i))) yield return inner;
            }
            else if (!HasSameValue(lefts.Current, rights.Current))
            {
                yield return path;
            }

            if (order <= 0) hasLeft = lefts.MoveNext();
            if (order >= 0) hasRight = rights.MoveNext();
        }
    }

    private static bool Counts(DicomElement element) => !element.Tag.IsGroupLength && element.Tag != DicomTag.SpecificCharacterSet;

    private static bool HasSameValue(DicomElement left, DicomElement right)
    {
        if (left.VR != right.VR || left.GetSequence() is not null || right.GetSequence() is not null) return false;
        if (left.Bulk is not null || right.Bulk is not null)
            return left.Length == right.Length && BulkValue.HasSameBytes(left, right);
        return left.VR.IsText() ? left.GetStrings().SequenceEqual(right.GetStrings()) : IsSameBut(left.GetBytes().Span, right.GetBytes().Span);
    }

    /// <summary>Equal bytes, but for the NULL that makes an odd length even.</summary>
    private static bool IsSameBut(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        ReadOnlySpan<byte> shorter = left.Length <= right.Length ? left : right, longer = left.Length <= right.Length ? right : left;
        return longer.StartsWith(shorter)
            && (longer.Length == shorter.Length || (longer.Length == shorter.Length + 1 && (shorter.Length & 1) == 1 && longer[^1] == 0));
    }
}
