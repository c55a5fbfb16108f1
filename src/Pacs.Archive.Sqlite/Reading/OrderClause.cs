using System.Globalization;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>The order of a query in SQL. Where there is a column it is used, as its index may have the rows in order already; other attributes are read out of the runs.</summary>
internal static class OrderClause
{
    /// <summary><c>ORDER BY</c> and what follows it; of equals the rows' own numbers decide, so that a page ends where the next one begins.</summary>
    internal static string Of(RowOrder order, QueryLevel level)
    {
        IEnumerable<string> terms = order.Keys.Select(k => $"{Term(k.Tag, k.Level, level)} {(k.IsDescending ? "DESC" : "ASC")} NULLS LAST");
        return $" ORDER BY {string.Join(", ", terms)}, {Row(level)}";
    }

    /// <summary>The column that a row of a level is known by.</summary>
    internal static string Row(QueryLevel level) => level switch { QueryLevel.Patient => "p.id", QueryLevel.Study => "s.id", QueryLevel.Series => "e.id", _ => "i.id" };

    // A tag is a number of the dictionary or of the archive's attributes, no text of a client's.
    private static string Term(DicomTag tag, QueryLevel kept, QueryLevel level) => Column(tag, kept, level) ?? string.Create(CultureInfo.InvariantCulture, $"{SortFunction.Name}({Run(kept, level)}, {tag.Value})");

    // Below the patient level what is known of the patient is in the study's run.
    private static string Run(QueryLevel kept, QueryLevel level) => kept switch
    {
        <= QueryLevel.Study => level == QueryLevel.Patient ? "p.attributes" : "s.attributes",
        QueryLevel.Series => "e.attributes",
        _ => "i.attributes",
    };

    private static string? Column(DicomTag tag, QueryLevel kept, QueryLevel level) =>
        tag == DicomTag.StudyDate && kept == QueryLevel.Study ? "s.date"
        : tag == DicomTag.PatientName && kept <= QueryLevel.Study && level > QueryLevel.Patient ? "s.name"
        : tag == DicomTag.StudyInstanceUID ? "s.uid"
        : tag == DicomTag.SeriesInstanceUID ? "e.uid"
        : tag == DicomTag.SOPInstanceUID ? "i.uid"
        : tag == DicomTag.SOPClassUID && kept == QueryLevel.Image ? "i.sop_class"
        : tag == DicomTag.AvailableTransferSyntaxUID ? "i.transfer_syntax"
        : tag == DicomTag.ModalitiesInStudy ? @"nullif(trim(s.modalities, '\'), '')"
        : tag == DicomTag.SOPClassesInStudy ? "nullif(s.sop_classes, '')"
        : tag == DicomTag.NumberOfStudyRelatedSeries ? "s.series"
        : tag == DicomTag.NumberOfStudyRelatedInstances ? "s.instances"
        : tag == DicomTag.NumberOfSeriesRelatedInstances ? "e.instances"
        : tag == DicomTag.NumberOfPatientRelatedStudies ? "p.studies"
        : tag == DicomTag.NumberOfPatientRelatedSeries ? "p.series"
        : tag == DicomTag.NumberOfPatientRelatedInstances ? "p.instances"
        : null;
}
