using System.Globalization;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Viewer.Tests.Harness;

/// <summary>Studies of one tiny image, for lists of many.</summary>
internal static class SmallStudies
{
    private const int Side = 8;

    /// <summary>A study of one image.</summary>
    public static DicomDataset One(string patientId, string name, string date, string modality = "OT", string description = "", string accession = "")
    {
        DicomDataset image = Phantoms.Image(DicomUid.SecondaryCaptureImageStorage, modality, DicomUid.NewUid(), DicomUid.NewUid(), patientId, 1, Side, Side);
        image.Set(DicomTag.PatientName, name);
        image.Set(DicomTag.StudyDate, date);
        image.Set(DicomTag.StudyDescription, description);
        image.Set(DicomTag.AccessionNumber, accession);
        ushort[] pixels = [.. Enumerable.Range(0, Side * Side).Select(i => (ushort)(i * 60))];
        Phantoms.Pixels(image, "MONOCHROME2", 12, isSigned: false, MemoryMarshal.AsBytes<ushort>(pixels));
        return image;
    }

    /// <summary>The study of a place in a list by date, the youngest first: a day for each, patients numbered.</summary>
    public static DicomDataset Numbered(int place) =>
        One(PatientId(place), $"Patient{place.ToString("D5", CultureInfo.InvariantCulture)}^Test", Date(place), "CT", "Numbered");

    public static string Date(int place) => new DateOnly(2025, 6, 30).AddDays(-place).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string PatientId(int place) => $"N{place.ToString("D5", CultureInfo.InvariantCulture)}";

    /// <summary>Part 10 files.</summary>
    public static async Task<byte[]> FileAsync(DicomDataset image)
    {
        using var body = new MemoryStream();
        await new DicomFile(image, TransferSyntax.ExplicitVRLittleEndian).SaveAsync(body);
        return body.ToArray();
    }
}
