using System.Text.Json;
using System.Text.Json.Nodes;
using Pacs.Core.Tests.Json;
using Pacs.Tests;

namespace Pacs.Core.Tests.Peers;

/// <summary>Files of every kind against dcm2json and dcm2xml; one in a few, since each costs a process.</summary>
[Category("Peers")]
public sealed class DcmtkFormatTests
{
    private static readonly string[] Folders = ["native", "special", "structure", "documents", "rt", "segmentation", "dicomdir", "charset"];

    private static IEnumerable<string> Files(int every) =>
        SharedData.Files().Where(path => Folders.Any(folder => path.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))).Where((_, index) => index % every == 0);

    [Test]
    public async Task Json_IsWhatDcm2jsonMakesOfIt()
    {
        List<string> differences = [];
        int compared = 0;
        foreach (string path in Files(every: 8))
        {
            (int code, string theirs, _) = await PeerTool.RunAsync("dcm2json", "-q", path);
            if (code != 0 || await OpenAsync(path) is not { } file) continue; // character sets and damage that it does not read
            await using (file)
            {
                JsonNode ours = Parse(DicomJson.ToText(file.Dataset));
                differences.AddRange(Differences(path, ours, Parse(theirs)));
                compared++;
            }
        }

        Assert.That(differences, Is.Empty, $"{compared} compared\n" + string.Join('\n', differences.Take(60)));
        Assert.That(compared, Is.GreaterThan(20));
    }

    [Test]
    public async Task Xml_IsWhatDcm2xmlMakesOfIt_AndIsReadTheSame()
    {
        List<string> differences = [];
        int compared = 0;
        foreach (string path in Files(every: 12))
        {
            (int code, string theirs, _) = await PeerTool.RunAsync("dcm2xml", "-q", "--native-format", "+Eb", "+M", "+U8", path);
            if (code != 0 || await OpenAsync(path) is not { } file) continue;
            await using (file)
            {
                DicomDataset read = DicomXml.Parse(theirs[theirs.IndexOf("<NativeDicomModel", StringComparison.Ordinal)..]);
                DicomDataset own = DicomXml.Parse(DicomXml.ToText(file.Dataset));
                TurnWords(read);
                if (file.TransferSyntax.IsEncapsulated) own.Remove(DicomTag.PixelData); // it never writes that inline
                if (file.TransferSyntax.IsEncapsulated) read.Remove(DicomTag.PixelData);
                differences.AddRange(Differences(path, Parse(DicomJson.ToText(own)), Parse(DicomJson.ToText(read))));
                compared++;
            }
        }

        Assert.That(differences, Is.Empty, $"{compared} compared\n" + string.Join('\n', differences.Take(60)));
        Assert.That(compared, Is.GreaterThan(12));
    }

    /// <summary>But for what docs/json-xml.md lists: the character set is that of the conversion, and names without any text are left out.</summary>
    private static IEnumerable<string> Differences(string path, JsonNode ours, JsonNode theirs) =>
        JsonComparison.Differences(ours, theirs).Where(text => !text.Contains("/00080005", StringComparison.Ordinal) && !text.Contains("\"^^^^\"", StringComparison.Ordinal)).Select(text => $"{Path.GetFileName(path)} {text}");

    /// <summary>dcm2xml writes the words of OW with their most significant byte first.</summary>
    private static void TurnWords(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset.ToArray())
        {
            if (element.GetSequence() is { } items)
            {
                foreach (DicomDataset item in items) TurnWords(item);
            }
            else if (element.VR == DicomVR.OW)
            {
                byte[] bytes = element.GetBytes().ToArray();
                ByteOrder.Swap(bytes, 2);
                dataset.SetBytes(element.Tag, DicomVR.OW, bytes);
            }
        }
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 5000 })!;

    private static async Task<DicomFile?> OpenAsync(string path)
    {
        try
        {
            DicomFile file = await DicomFile.OpenAsync(path);
            _ = DicomJson.ToText(file.Dataset);
            return file;
        }
        catch (DicomDataException)
        {
            return null;
        }
    }
}
