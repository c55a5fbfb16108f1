using Pacs.Core;

namespace Pacs.Network.Tests.Peers;

/// <summary>A small study in files.</summary>
internal sealed class SyntheticFiles : IDisposable
{
    public SyntheticFiles()
    {
        Folder = Directory.CreateTempSubdirectory("pacs-peers-").FullName;
    }

    public static DicomUid Study { get; } = new("1.2.826.0.1.3680043.8.498.1");

    public static DicomUid Series { get; } = new("1.2.826.0.1.3680043.8.498.1.1");

    public string Folder { get; }

    public static DicomDataset Dataset(int number)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid($"1.2.826.0.1.3680043.8.498.1.1.{number}"));
        dataset.Set(DicomTag.StudyDate, "20260101");
        dataset.Set(DicomTag.StudyTime, "120000");
        dataset.Set(DicomTag.AccessionNumber, "A1");
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.PatientName, "DOE^JANE");
        dataset.Set(DicomTag.PatientID, "P1");
        dataset.Set(DicomTag.StudyInstanceUID, Study);
        dataset.Set(DicomTag.SeriesInstanceUID, Series);
        dataset.Set(DicomTag.StudyID, "1");
        dataset.Set(DicomTag.SeriesNumber, "1");
        dataset.Set(DicomTag.InstanceNumber, $"{number}");
        dataset.SetUInt16(DicomTag.SamplesPerPixel, 1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetUInt16(DicomTag.Rows, 64);
        dataset.SetUInt16(DicomTag.Columns, 64);
        dataset.SetUInt16(DicomTag.BitsAllocated, 16);
        dataset.SetUInt16(DicomTag.BitsStored, 12);
        dataset.SetUInt16(DicomTag.HighBit, 11);
        dataset.SetUInt16(DicomTag.PixelRepresentation, 0);
        var pixels = new byte[64 * 64 * 2];
        new Random(number).NextBytes(pixels);
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OW, pixels);
        return dataset;
    }

    public async Task<string[]> WriteAsync(int count)
    {
        var paths = new string[count];
        for (int i = 0; i < count; i++)
        {
            paths[i] = Path.Combine(Folder, $"in{i}.dcm");
            await new DicomFile(Dataset(i + 1)).SaveAsync(paths[i]);
        }

        return paths;
    }

    public string Subfolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
