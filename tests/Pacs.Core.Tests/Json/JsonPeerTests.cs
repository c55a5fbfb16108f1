using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pacs.Core.Tests.Peers;
using Pacs.Tests;

namespace Pacs.Core.Tests.Json;

/// <summary>The whole corpus against pydicom and DCMTK: the same JSON but for what docs/json-xml.md lists.</summary>
[Category("Peers")]
public sealed class JsonPeerTests
{
    private const string Pydicom = """
        import sys, json, warnings, pydicom, logging
        warnings.filterwarnings("ignore")
        logging.disable(logging.CRITICAL)
        pydicom.config.replace_un_with_known_vr = False
        for path in sys.stdin.read().split("\n") if len(sys.argv) < 2 else open(sys.argv[1]).read().split("\n"):
            try:
                ds = pydicom.dcmread(path, force=True)
                text = json.dumps(ds.to_json_dict(1024, lambda e: "bulk"))
            except Exception as e:
                text = "error " + type(e).__name__ + str(e).replace("\n", " ")[:200]
            print(text)
        """;

    private static readonly DicomJsonOptions Options = new() { BulkDataUri = _ => "bulk" };

    [Test]
    public async Task Corpus_IsWhatPydicomMakesOfIt()
    {
        string[] files = [.. SharedData.Files().Where(path => !path.Contains("malformed", StringComparison.Ordinal))];
        string list = Path.GetTempFileName();
        await File.WriteAllLinesAsync(list, files);
        string[] theirs = (await PeerTool.PydicomAsync(Pydicom, list)).Split('\n');
        File.Delete(list);
        List<string> differences = [];
        int compared = 0;
        for (int i = 0; i < files.Length; i++)
        {
            if (theirs[i].StartsWith("error", StringComparison.Ordinal)) { differences.Add($"{Path.GetFileName(files[i])}: {theirs[i]}"); continue; }
            string? ours = await OursAsync(files[i]);
            if (ours is null) continue;
            differences.AddRange(JsonComparison.Differences(JsonNode.Parse(ours)!, JsonNode.Parse(theirs[i])!).Select(text => $"{Path.GetFileName(files[i])} {text}"));
            compared++;
        }

        Assert.That(differences, Is.Empty, $"{compared} compared\n" + string.Join('\n', differences.Take(100)));
        Assert.That(compared, Is.GreaterThan(600));
    }

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
