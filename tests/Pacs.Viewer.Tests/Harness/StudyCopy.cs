using Pacs.Core;

namespace Pacs.Viewer.Tests.Harness;

/// <summary>A study of the corpus under UIDs and a patient of its own: what a test adds to it disturbs no other.</summary>
internal static class StudyCopy
{
    /// <summary>Makes the copy in memory.</summary>
    /// <param name="source">Folder or file of the corpus.</param>
    /// <param name="patientId">Patient ID of the copy, and its name.</param>
    /// <returns>Study Instance UID, and the Part 10 files.</returns>
    public static async Task<(string Study, List<byte[]> Files)> MakeAsync(string source, string patientId)
    {
        DicomUid study = DicomUid.NewUid();
        var others = new Dictionary<string, DicomUid>();
        DicomUid Other(string uid) => others.TryGetValue(uid, out DicomUid known) ? known : others[uid] = DicomUid.NewUid();
        var files = new List<byte[]>();
        foreach (string path in File.Exists(SharedData.File(source)) ? [SharedData.File(source)] : SharedData.Files(source))
        {
            await using FileStream stream = File.OpenRead(path);
            DicomFile file = await DicomFile.LoadAsync(stream);
            DicomDataset dataset = file.Dataset;
            dataset.Set(DicomTag.StudyInstanceUID, study);
            dataset.Set(DicomTag.SeriesInstanceUID, Other(dataset.GetString(DicomTag.SeriesInstanceUID)!));
            dataset.Set(DicomTag.SOPInstanceUID, Other(dataset.GetString(DicomTag.SOPInstanceUID)!));
            dataset.Set(DicomTag.PatientID, patientId);
            dataset.Set(DicomTag.PatientName, $"{patientId}^Copy");
            using var body = new MemoryStream();
            await new DicomFile(dataset, file.TransferSyntax).SaveAsync(body);
            files.Add(body.ToArray());
        }

        return (study.Value, files);
    }
}
