namespace Pacs.Core;

/// <summary>The unique keys of the hierarchy (PS3.4 §C.6.1.1, §C.6.2.1).</summary>
internal static class HierarchyKeys
{
    internal static readonly DicomTag QueryRetrieveLevel = DicomTag.QueryRetrieveLevel;
    internal static readonly DicomTag PatientId = DicomTag.PatientID;
    internal static readonly DicomTag StudyInstanceUid = DicomTag.StudyInstanceUID;
    internal static readonly DicomTag SeriesInstanceUid = DicomTag.SeriesInstanceUID;
    internal static readonly DicomTag SopInstanceUid = DicomTag.SOPInstanceUID;

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

    /// <summary>Reads Query/Retrieve Level (0008,0052) of an identifier.</summary>
    /// <exception cref="DicomDataException">Absent, unknown, or not in the information model.</exception>
    internal static QueryLevel ReadLevel(DicomDataset identifier, QueryRoot root)
    {
        string code = identifier.RequireString(QueryRetrieveLevel).Trim().ToUpperInvariant();
        if (!TryParse(code, out QueryLevel level)) throw new DicomDataException("The level is none of PATIENT, STUDY, SERIES, IMAGE.", QueryRetrieveLevel);
        if (level < Top(root)) throw new DicomDataException("The Study Root information model has no patient level (PS3.4 §C.3.2).", QueryRetrieveLevel);
        return level;
    }

    /// <summary>Checks that each unique key above a level has a single value (PS3.4 §C.4.1.2.1, §C.4.2.2.1).</summary>
    /// <exception cref="DicomDataException">One has none or several; names it.</exception>
    internal static void RequireAbove(QueryRoot root, QueryLevel level, Func<DicomTag, QueryKey?> find)
    {
        for (QueryLevel above = Top(root); above < level; above++)
        {
            DicomTag tag = UniqueKey(above);
            bool isSingle = find(tag) switch
            {
                UidQueryKey uids => uids.Values.Count == 1,
                TextQueryKey text => text.Values.Count == 1 && !SearchText.HasWildcard(text.Values[0]),
                _ => false,
            };
            if (!isSingle) throw new DicomDataException($"At level {Code(level)} the unique key {tag.Keyword} must have a single value.", tag);
        }
    }

    /// <summary>What a list of entities shows: the required keys (PS3.4 Tables C.6-1 to C.6-5) and the usual optional ones.</summary>
    internal static IEnumerable<DicomTag> UsualKeys(QueryRoot root, QueryLevel level)
    {
        foreach (DicomTag tag in UniqueKeys(root, level)) yield return tag;
        DicomTag[] patient = [DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex];
        DicomTag[] own = level switch
        {
            QueryLevel.Patient => [.. patient, DicomTag.NumberOfPatientRelatedStudies],
            QueryLevel.Study =>
            [
                .. root == QueryRoot.Study ? patient : [],
                DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.StudyID, DicomTag.StudyDescription, DicomTag.ReferringPhysicianName,
                DicomTag.ModalitiesInStudy, DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances,
            ],
            QueryLevel.Series =>
            [
                DicomTag.Modality, DicomTag.SeriesNumber, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.SeriesDescription,
                DicomTag.BodyPartExamined, DicomTag.NumberOfSeriesRelatedInstances,
            ],
            _ => [DicomTag.SOPClassUID, DicomTag.InstanceNumber, DicomTag.Rows, DicomTag.Columns, DicomTag.NumberOfFrames],
        };
        foreach (DicomTag tag in own) yield return tag;
    }
}
