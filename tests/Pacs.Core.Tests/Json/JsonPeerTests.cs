using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pacs.Core.Tests.Peers;
using Pacs.Tests;

namespace Pacs.Core.Tests.Json;

/// <summary>The corpus against pydicom: the same JSON but for what docs/json-xml.md lists.</summary>
[Category("Peers")]
public sealed class JsonPeerTests
{
    private const string Pydicom = """
        import sys, json, warnings, pydicom, logging
        warnings.filterwarnings("ignore")
        logging.disable(logging.CRITICAL)
        for path in open(sys.argv[1]).read().split("\n"):
            try:
                ds = pydicom.dcmread(path, force=True)
                text = json.dumps(ds.to_json_dict(1024, lambda e: "bulk"))
            except Exception as e:
                text = "error " + type(e).__name__ + str(e).replace("\n", " ")[:200]
            print(text)
        """;

    // pydicom leaves out unfinished pixel data, takes DICM within a value for the prefix, and does not turn the words of big endian files round.
    private static readonly string[] ReadOtherwise = ["emri_small_jpeg_2k_lossless_too_short", "no_preamble_dicm_in_data", "big_endian", "explicit-be", "expb"];

    private static readonly DicomJsonOptions Options = new() { BulkDataUri = _ => "bulk" };

    [Test]
    public async Task EveryFile_IsWhatPydicomMakesOfIt()
    {
        string[] files = [.. SharedData.Files().Where(path => !path.Contains("malformed", StringComparison.Ordinal) && !Array.Exists(ReadOtherwise, path.Contains))];
        string list = Path.GetTempFileName();
        await File.WriteAllLinesAsync(list, files);
        string[] theirs = (await PeerTool.PydicomAsync(Pydicom, list)).Split('\n');
        File.Delete(list);
        List<string> differences = [];
        int compared = 0;
        for (int i = 0; i < files.Length; i++)
        {
            if (await OursAsync(files[i]) is not { } ours) continue;
            if (theirs[i].StartsWith("error", StringComparison.Ordinal)) continue; // not every file is one that pydicom can read
            differences.AddRange(JsonComparison.Differences(Parse(ours), Parse(theirs[i])).Select(text => $"{Path.GetFileName(files[i])} {text}"));
            compared++;
        }

        Assert.That(differences, Is.Empty, $"{compared} compared\n" + string.Join('\n', differences.Take(100)));
        Assert.That(compared, Is.GreaterThanOrEqualTo(680));
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 5000 })!;

    private static async Task<string?> OursAsync(string path)
    {
        try
        {
            await using DicomFile file = await DicomFile.OpenAsync(path);
            return DicomJson.ToText(file.Dataset, Options);
        }
        catch (DicomDataException)
        {
            return null;
        }
    }
}
