using Pacs.Core;

namespace Pacs.Server.Tests;

/// <summary>Small valid instances, written as files.</summary>
internal static class SyntheticStudy
{
    public static DicomFile Instance(string patientId, DicomUid study, DicomUid series, int number, int pixelBytes = 512)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.SecondaryCaptureImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid($"{series}.{number}"));
        dataset.Set(DicomTag.StudyDate, "20260102");
        dataset.Set(DicomTag.Modality, "OT");
        dataset.Set(DicomTag.PatientName, $"TEST^{patientId}");
        dataset.Set(DicomTag.PatientID, patientId);
        dataset.Set(DicomTag.StudyInstanceUID, study);
        dataset.Set(DicomTag.SeriesInstanceUID, series);
        dataset.SetInt32(DicomTag.InstanceNumber, number);
        dataset.SetUInt16(DicomTag.SamplesPerPixel, 1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetUInt16(DicomTag.Rows, 16);
        dataset.SetUInt16(DicomTag.Columns, (ushort)(pixelBytes / 16));
        dataset.SetUInt16(DicomTag.BitsAllocated, 8);
        dataset.SetUInt16(DicomTag.BitsStored, 8);
        dataset.SetUInt16(DicomTag.HighBit, 7);
        dataset.SetUInt16(DicomTag.PixelRepresentation, 0);
        byte[] pixels = new byte[pixelBytes];
        new Random(number).NextBytes(pixels);
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OW, pixels);
        return new DicomFile(dataset);
    }

    public static async Task<string[]> WriteAsync(string folder, string patientId, DicomUid study, DicomUid series, int count)
    {
        Directory.CreateDirectory(folder);
        string[] paths = [.. Enumerable.Range(1, count).Select(number => Path.Combine(folder, $"{series}.{number}.dcm"))];
        for (int i = 0; i < count; i++)
        {
            await using DicomFile file = Instance(patientId, study, series, i + 1);
            await file.SaveAsync(paths[i]);
        }

        return paths;
    }
}
