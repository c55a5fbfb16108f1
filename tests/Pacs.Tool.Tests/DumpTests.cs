using Pacs.Core;

namespace Pacs.Tool.Tests;

public sealed class DumpTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Dump_ShowsTagVrNameAndValue()
    {
        ToolRun run = (await ToolRun.OfAsync("dump", await _folder.InstanceAsync("a.dcm"))).Ended(0);

        Assert.Multiple(() =>
        {
            Assert.That(run.Lines[0], Does.EndWith("a.dcm: SecondaryCaptureImageStorage, ExplicitVRLittleEndian"));
            Assert.That(run.Output, Does.Match(@"\(0010,0010\) PN PatientName +Müller\^Jürgen\n"));
            Assert.That(run.Output, Does.Match(@"\(0008,0016\) UI SOPClassUID +1\.2\.840\.10008\.5\.1\.4\.1\.1\.7 = SecondaryCaptureImageStorage\n"));
            Assert.That(run.Output, Does.Match(@"\(0040,0275\) SQ RequestAttributesSequence +2 items\n  item 0\n    \(0040,1001\) SH RequestedProcedureID +R1\n"));
            Assert.That(run.Output, Does.Match(@"\(7FE0,0010\) OB PixelData +8 bytes: 01 02 03 04 05 06 07 08\n"));
            Assert.That(run.Output, Does.Match(@"\(0009,0010\) LO PrivateCreator +PACS TEST\n\(0009,1001\) LO \? \(PACS TEST\) +private\n"));
            Assert.That(run.Output, Does.Not.Contain("\x1b"), "No colours where there is no terminal.");
        });
    }

    [Test]
    public async Task Dump_ForMachines_IsAnObjectAnElement()
    {
        ToolRun run = (await ToolRun.OfAsync("dump", "--json", "--no-meta", await _folder.InstanceAsync("a.dcm"))).Ended(0);

        System.Text.Json.Nodes.JsonNode[] lines = [.. run.Lines.Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!)];
        System.Text.Json.Nodes.JsonNode nested = lines.First(line => line["where"]!.ToString() == "RequestAttributesSequence[0].RequestedProcedureID");
        Assert.Multiple(() =>
        {
            Assert.That((nested["tag"]!.ToString(), nested["vr"]!.ToString(), nested["value"]!.ToString()), Is.EqualTo(("00401001", "SH", "R1")));
            Assert.That(lines.Single(line => line["keyword"]?.ToString() == "RequestAttributesSequence")["items"]!.GetValue<int>(), Is.EqualTo(2));
            Assert.That(lines.Single(line => line["keyword"]?.ToString() == "PixelData")["value"], Is.Null);
        });
    }

    [Test]
    public async Task Dump_KeepsControlCharactersOfValuesAwayFromTheTerminal()
    {
        string path = await _folder.InstanceAsync("a.dcm", change: dataset => dataset.Set(DicomTag.ImageComments, "red \x1b[31m and\nlines \u202Eturned"));

        ToolRun run = (await ToolRun.OfAsync("dump", path)).Ended(0);

        Assert.That(run.Output, Does.Contain("red ·[31m and⏎lines ·turned"));
    }

    [TestCase("20", 20)]
    [TestCase("0", 200)]
    public async Task Dump_CutsValuesToTheWidth(string width, int expected)
    {
        string path = await _folder.InstanceAsync("a.dcm", change: dataset => dataset.Set(DicomTag.ImageComments, new string('x', 200)));

        ToolRun run = (await ToolRun.OfAsync("dump", "-w", width, "-t", "ImageComments", path)).Ended(0);

        Assert.That(run.Lines[1].Count(c => c is 'x' or '…'), Is.EqualTo(expected));
    }

    [Test]
    public async Task Dump_WithTags_FindsThemAtAnyDepth()
    {
        ToolRun run = (await ToolRun.OfAsync("dump", "-t", "RequestedProcedureID", "-t", "0010,0020", await _folder.InstanceAsync("a.dcm"))).Ended(0);

        Assert.That(run.Lines.Skip(1).Select(line => line.Split(' ')[^1]), Is.EqualTo(["P1", "R1", "R2"]));
    }

    [Test]
    public async Task Dump_WithFrames_TellsWhereTheyStand()
    {
        ToolRun run = (await ToolRun.OfAsync("dump", "--frames", await _folder.InstanceAsync("a.dcm"))).Ended(0);

        Assert.That(run.Lines[^1], Does.StartWith("frame 1: 8 bytes in 1 range from offset "));
    }

    [Test]
    public async Task Dump_OnATerminal_IsColoured()
    {
        ToolRun run = await ToolRun.OfAsync(hasColor: true, ["dump", await _folder.InstanceAsync("a.dcm")]);

        Assert.That(run.Output, Does.Contain("\x1b[36m(0010,0020)\x1b[0m"));
    }

    [Test]
    public async Task Dump_OfAFileThatIsNoDicom_SaysSoInOneLineAndGoesOn()
    {
        await File.WriteAllTextAsync(_folder.PathOf("no.dcm"), "hello");

        ToolRun run = (await ToolRun.OfAsync("dump", _folder.PathOf("no.dcm"), await _folder.InstanceAsync("yes.dcm"))).Ended(3);

        Assert.That(run.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.StartWith($"pacs: {_folder.PathOf("no.dcm")}: This is no DICOM file"));
        Assert.That(run.Output, Does.Contain("P1"));
    }
}
