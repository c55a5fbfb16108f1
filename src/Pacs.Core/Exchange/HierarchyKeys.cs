namespace Pacs.Core;

/// <summary>The unique keys of the hierarchy (PS3.4 §C.6.1.1, §C.6.2.1).</summary>
internal static class HierarchyKeys
{
    internal static readonly DicomTag QueryRetrieveLevel = new(0x0008_0052);
    internal static readonly DicomTag PatientId = new(0x0010_0020);
    internal static readonly DicomTag StudyInstanceUid = new(0x0020_000D);
    internal static readonly DicomTag SeriesInstanceUid = new(0x0020_000E);
    internal static readonly DicomTag SopInstanceUid = new(0x0008_0018);

    /// <summary>The unique key of one level.</summary>
    internal static DicomTag UniqueKey(QueryLevel level) => level switch
    {
        QueryLevel.Patient => PatientId,
        QueryLevel.Study => StudyInstanceUid,
        QueryLevel.Series => SeriesInstanceUid,
        _ => SopInstanceUid,
    };

    /// <summary>The top level of an information model.</summary>
    internal static QueryLevel Top(QueryRoot root) => root == QueryRoot.Patient ? QueryLevel.Patient : QueryLevel.Study;

    /// <summary>The unique keys from the top of the model down to and including a level.</summary>
    internal static IEnumerable<DicomTag> UniqueKeys(QueryRoot root, QueryLevel level)
    {
        for (QueryLevel l = Top(root); l <= level; l++) yield return UniqueKey(l);
    }

    /// <summary>The code string of a level in Query/Retrieve Level (0008,0052).</summary>
    internal static string Code(QueryLevel level) => level switch
    {
        QueryLevel.Patient => "PATIENT",
        QueryLevel.Study => "STUDY",
        QueryLevel.Series => "SERIES",
        _ => "IMAGE",
    };

    /// <summary>Reads a code string of a level.</summary>
    internal static bool TryParse(string code, out QueryLevel level)
    {
        level = code switch { "PATIENT" => QueryLevel.Patient, "STUDY" => QueryLevel.Study, "SERIES" => QueryLevel.Series, _ => QueryLevel.Image };
        return code is "PATIENT" or "STUDY" or "SERIES" or "IMAGE";
    }
}
