using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The order that a query asks for, over what an index keeps (<see cref="DicomQuery.Order"/>). Compares the values of rows; of equals the order is for the index to keep.</summary>
/// <remarks>Immutable: safe from any thread.</remarks>
public sealed class RowOrder : IComparer<SortValue[]>
{
    private readonly (DicomTag Tag, QueryLevel Level, bool IsDescending)[] _keys;

    /// <summary>Prepares for a query.</summary>
    /// <param name="attributes">What the index keeps. What it does not keep at the query's level or above orders nothing.</param>
    /// <param name="query">The query.</param>
    public RowOrder(IndexAttributes attributes, DicomQuery query)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(query);
        _keys = [.. query.Order.Where(o => attributes.LevelOf(o.Tag) <= query.Level).Select(o => (o.Tag, attributes.LevelOf(o.Tag)!.Value, o.IsDescending))];
    }

    /// <summary>The attributes that order, each with the level that keeps it, the first one first.</summary>
    public IReadOnlyList<(DicomTag Tag, QueryLevel Level, bool IsDescending)> Keys => _keys;

    /// <summary>What a row is ordered by: a value for each of <see cref="Keys"/>.</summary>
    public SortValue[] ValuesOf(in IndexRow row)
    {
        var values = new SortValue[_keys.Length];
        for (int i = 0; i < values.Length; i++) values[i] = ValueOf(in row, _keys[i].Tag, _keys[i].Level);
        return values;
    }

    /// <inheritdoc/>
    public int Compare(SortValue[]? x, SortValue[]? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        for (int i = 0; i < _keys.Length; i++)
        {
            int difference = x[i].CompareTo(y[i]);
            if (difference != 0) return _keys[i].IsDescending && !x[i].IsNone && !y[i].IsNone ? -difference : difference;
        }

        return 0;
    }

    private static SortValue ValueOf(in IndexRow row, DicomTag tag, QueryLevel level)
    {
        if (!IndexAttributes.IsDerived(tag)) return SortValue.Read(level <= QueryLevel.Study ? row.Top : level == QueryLevel.Series ? row.Series : row.Image, tag);
        if (tag == DicomTag.ModalitiesInStudy) return SortValue.Of(row.Modalities);
        if (tag == DicomTag.SOPClassesInStudy) return SortValue.Of(row.SopClasses);
        if (tag == DicomTag.AvailableTransferSyntaxUID) return SortValue.Of(row.TransferSyntax);
        if (tag == DicomTag.NumberOfPatientRelatedStudies) return SortValue.Of(row.PatientCounts.Studies);
        if (tag == DicomTag.NumberOfPatientRelatedSeries) return SortValue.Of(row.PatientCounts.Series);
        if (tag == DicomTag.NumberOfPatientRelatedInstances) return SortValue.Of(row.PatientCounts.Instances);
        if (tag == DicomTag.NumberOfStudyRelatedSeries) return SortValue.Of(row.StudyCounts.Series);
        if (tag == DicomTag.NumberOfStudyRelatedInstances) return SortValue.Of(row.StudyCounts.Instances);
        return tag == DicomTag.NumberOfSeriesRelatedInstances ? SortValue.Of(row.SeriesInstances) : default;
    }
}
