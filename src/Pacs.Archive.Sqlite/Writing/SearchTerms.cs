using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>The attributes of patients and studies that text keys find through an index, in the forms that are compared.</summary>
internal static class SearchTerms
{
    internal static readonly DicomTag[] PatientTags = [DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate];

    internal static readonly DicomTag[] StudyTags =
    [
        DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.AccessionNumber,
        DicomTag.ReferringPhysicianName, DicomTag.StudyID, DicomTag.StudyDescription,
    ];

    /// <summary>The terms of an entity.</summary>
    internal static HashSet<Term> Of(ReadOnlyMemory<byte> run, DicomTag[] tags)
    {
        DicomDataset attributes = AttributeRuns.Parse(run);
        var terms = new HashSet<Term>();
        foreach (DicomTag tag in tags)
        {
            if (!attributes.TryGet(tag, out DicomElement element) || element.IsEmpty) continue;
            DicomVR vr = VROf(tag);
            if (vr == DicomVR.DA)
            {
                // Of dates the first value counts, as in QueryMatcher.
                if (Day(attributes, tag) is { } day) terms.Add(new Term(tag, day, string.Empty));
                continue;
            }

            foreach (string value in element.GetStrings())
            {
                if (vr == DicomVR.PN)
                {
                    foreach (string group in SearchText.FoldName(value))
                        if (group.Length > 0) terms.Add(new Term(tag, SearchText.RemoveAccents(group), group));
                }
                else if (value.Trim(' ', '\0') is { Length: > 0 } text)
                {
                    terms.Add(new Term(tag, text, string.Empty));
                }
            }
        }

        return terms;
    }

    /// <summary>A date as YYYYMMDD; null when absent or no date.</summary>
    internal static string? Day(DicomDataset attributes, DicomTag tag)
    {
        string? text = attributes.GetString(tag);
        if (text is null) return null;
        int end = text.IndexOf('\\');
        return DateRange.TryParse(end < 0 ? text : text[..end], out DateRange range) && range.From is not null && range.From == range.To ? range.ToString() : null;
    }

    internal static DicomVR VROf(DicomTag tag) => DicomDictionary.TryGetVR(tag, out DicomVR vr) ? vr : DicomVR.UN;
}

/// <summary>One value of an attribute as it is searched.</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Folded">The value without accents, names in upper case.</param>
/// <param name="Value">Of names, the value in upper case with its accents; else empty, as nothing but padding differs.</param>
internal readonly record struct Term(DicomTag Tag, string Folded, string Value);
