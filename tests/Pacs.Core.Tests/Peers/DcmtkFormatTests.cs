using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pacs.Core.Tests.Json;
using Pacs.Tests;

namespace Pacs.Core.Tests.Peers;

/// <summary>Files of every kind against dcm2json and dcm2xml.</summary>
[Category("Peers")]
public sealed partial class DcmtkFormatTests
{
    private static readonly string[] Folders = ["native", "special", "structure", "documents", "rt", "segmentation", "dicomdir", "charset"];

    // What DCMTK 3.6.7 makes otherwise in one file; what is general stands in docs/json-xml.md.
    private static readonly string[] TheirsAlone =
    [
        "chrSQEncoding.dcm /00321064", // the character set of an item is not heeded
        "chrX1.dcm /00100010/Value[0]/Phonetic", // the second group of a name that ends in an equals sign comes again as the third
        "chrX2.dcm /00100010/Value[0]/Phonetic",
        "waveform_ecg.dcm /7001", // in XML a private element without a creator loses its block
        "UN_sequence.dcm /4453",
        "private-blocks.dcm /00431000",
        "dx_image.dcm /7FE00010", // an odd length is padded
    ];

    private static IEnumerable<string> Files() =>
        SharedData.Files().Where(path => Folders.Any(folder => path.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));

    [Test]
    public async Task Json_IsWhatDcm2jsonMakesOfIt()
    {
        List<string> differences = [];
        int compared = 0;
        foreach (string path in Files())
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
        Assert.That(compared, Is.GreaterThanOrEqualTo(230));
    }

    [Test]
    public async Task Xml_IsWhatDcm2xmlMakesOfIt_AndIsReadTheSame()
    {
        List<string> differences = [];
        int compared = 0;
        foreach (string path in Files())
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
        Assert.That(compared, Is.GreaterThanOrEqualTo(230));
    }

    /// <summary>But for what docs/json-xml.md lists: the character set is that of the conversion, and carets at the end of a name are left out.</summary>
    private static IEnumerable<string> Differences(string path, JsonNode ours, JsonNode theirs) =>
        JsonComparison.Differences(ours, theirs)
            .Where(text => !text.Contains("/00080005", StringComparison.Ordinal) && !EmptyComponents().IsMatch(text))
            .Select(text => $"{Path.GetFileName(path)} {text}")
            .Where(text => !Array.Exists(TheirsAlone, text.StartsWith));

    [GeneratedRegex("""/(?:Alphabetic|Ideographic|Phonetic): (?:"(?<name>[^"]*?)\^+" \| "\k<name>"|"\^+" \| nothing)$|: \[\{"Alphabetic":"\^+"\}\] \| nothing$""")]
    private static partial Regex EmptyComponents();

    /// <summary>dcm2xml writes the words of OW, OF, OL, OD and OV with their most significant byte first.</summary>
    private static void TurnWords(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset.ToArray())
        {
            if (element.GetSequence() is { } items)
            {
                foreach (DicomDataset item in items) TurnWords(item);
            }
            else if (WordLength(element.VR) is > 0 and int length)
            {
                byte[] bytes = element.GetBytes().ToArray();
                ByteOrder.Swap(bytes, length);
                dataset.SetBytes(element.Tag, element.VR, bytes);
            }
        }
    }

    private static int WordLength(DicomVR vr) => vr == DicomVR.OW ? 2 : vr == DicomVR.OF || vr == DicomVR.OL ? 4 : vr == DicomVR.OD || vr == DicomVR.OV ? 8 : 0;

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
