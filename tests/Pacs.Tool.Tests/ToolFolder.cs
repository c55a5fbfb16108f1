using Pacs.Core;

namespace Pacs.Tool.Tests;

/// <summary>A folder of a test's own with files made for it, gone after the test.</summary>
internal sealed class ToolFolder : IDisposable
{
    public ToolFolder() => Path = Directory.CreateTempSubdirectory("pacs-tool-").FullName;

    public string Path { get; }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes an instance with text, a sequence, private elements and eight pixels.</summary>
    public async Task<string> InstanceAsync(string name, string instance = "1.2.3.4.5", Action<DicomDataset>? change = null)
    {
        DicomDataset dataset = SecondaryCapture.FromGrayscale8(
            new ObjectContext { PatientId = "P1", PatientName = "Müller^Jürgen", StudyInstanceUid = new DicomUid("1.2.3"), SeriesInstanceUid = new DicomUid("1.2.3.4") }, [1, 2, 3, 4, 5, 6, 7, 8], 2, 4);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid(instance));
        dataset.Set(DicomTag.RequestAttributesSequence, new DicomSequence(Item("R1"), Item("R2")));
        dataset.Set(new DicomTag(0x0009, 0x0010), DicomVR.LO, "PACS TEST");
        dataset.Set(new DicomTag(0x0009, 0x1001), DicomVR.LO, "private");
        change?.Invoke(dataset);
        await new DicomFile(dataset).SaveAsync(PathOf(name));
        return PathOf(name);

        static DicomDataset Item(string id)
        {
            var item = new DicomDataset();
            item.Set(DicomTag.RequestedProcedureID, id);
            return item;
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
