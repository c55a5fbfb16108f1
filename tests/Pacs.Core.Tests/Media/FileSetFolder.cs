namespace Pacs.Core.Tests.Media;

/// <summary>A folder for a file-set, gone after the test, and instances to put into it.</summary>
internal sealed class FileSetFolder : IDisposable
{
    public FileSetFolder() => Path = Directory.CreateTempSubdirectory("pacs-media-").FullName;

    public string Path { get; }

    public static DicomFile Instance(string patient = "P1", string study = "1.2.3", string series = "1.2.3.4", string instance = "1.2.3.4.5", DicomUid? sopClass = null, Action<DicomDataset>? change = null)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        dataset.Set(DicomTag.SOPClassUID, sopClass ?? DicomUid.CTImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid(instance));
        dataset.Set(DicomTag.StudyDate, "20260102");
        dataset.Set(DicomTag.StudyTime, "101112");
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.PatientName, "Müller^Jürgen");
        dataset.Set(DicomTag.PatientID, patient);
        dataset.Set(DicomTag.StudyInstanceUID, new DicomUid(study));
        dataset.Set(DicomTag.SeriesInstanceUID, new DicomUid(series));
        dataset.Set(DicomTag.StudyID, "S1");
        dataset.Set(DicomTag.SeriesNumber, "3");
        dataset.Set(DicomTag.InstanceNumber, "7");
        change?.Invoke(dataset);
        return new DicomFile(dataset);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
