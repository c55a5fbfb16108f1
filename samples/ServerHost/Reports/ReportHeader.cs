using System.Globalization;
using Pacs.Core;

namespace Pacs.ServerHost;

/// <summary>What stands at the head of a report: patient and study, as people read them.</summary>
/// <param name="Patient">Family and given name.</param>
/// <param name="PatientId">Patient ID.</param>
/// <param name="Born">Birth date and sex.</param>
/// <param name="Study">Description and date of the study.</param>
/// <param name="Accession">Accession Number.</param>
/// <param name="Referrer">Referring physician.</param>
internal sealed record ReportHeader(string Patient, string PatientId, string Born, string Study, string Accession, string Referrer)
{
    public static ReportHeader Of(DicomDataset instance)
    {
        string? date = instance.GetString(DicomTag.StudyDate), born = instance.GetString(DicomTag.PatientBirthDate), sex = instance.GetString(DicomTag.PatientSex);
        return new ReportHeader(
            Name(instance.GetString(DicomTag.PatientName)), instance.GetString(DicomTag.PatientID) ?? string.Empty,
            Join(", ", Date(born), sex), Join(", ", instance.GetString(DicomTag.StudyDescription), Date(date)),
            instance.GetString(DicomTag.AccessionNumber) ?? string.Empty, Name(instance.GetString(DicomTag.ReferringPhysicianName)));
    }

    private static string Name(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return string.Empty;
        string[] parts = text.Split('=')[0].Split('^');
        return Join(", ", parts[0], parts.Length > 1 ? Join(" ", parts[1], parts.Length > 2 ? parts[2] : null) : null);
    }

    private static string Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text ?? string.Empty;

    private static string Join(string separator, params string?[] parts) => string.Join(separator, parts.Where(static part => !string.IsNullOrWhiteSpace(part)));
}
