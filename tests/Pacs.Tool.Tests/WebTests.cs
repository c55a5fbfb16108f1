using System.Text;
using System.Text.Json;
using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Tool.Tests;

/// <summary>qido, wado and stow against the server of this suite.</summary>
public sealed class WebTests
{
    private ToolFolder _folder = null!;
    private WebArchive _server = null!;

    private string Url => _server.Base;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = new ToolFolder();
        _server = await WebArchive.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Stow_ThenWado_GivesTheSameDataSet()
    {
        string path = await _folder.InstanceAsync("a.dcm");

        ToolRun stored = (await ToolRun.OfAsync("stow", Url, path)).Ended(0);
        ToolRun got = (await ToolRun.OfAsync("wado", Url, "--study", "1.2.3", "-o", _folder.PathOf("got"))).Ended(0);

        Assert.That(stored.Output.Trim(), Is.EqualTo("1 stored, 0 with warnings, 0 failed"));
        Assert.That(got.Output.Trim(), Is.EqualTo("1 retrieved"));
        Assert.That(Directory.GetFiles(_folder.PathOf("got")).Select(Path.GetFileName), Is.EqualTo(["1.2.3.4.5.dcm"]));
        using DicomFile original = await DicomFile.OpenAsync(path), fetched = await DicomFile.OpenAsync(_folder.PathOf("got/1.2.3.4.5.dcm"));
        Assert.That(fetched.Dataset.ContentEquals(original.Dataset), Is.True);
    }

    [Test]
    public async Task Stow_OfAFolder_TellsOfEachInstanceInJson()
    {
        Directory.CreateDirectory(_folder.PathOf("study"));
        await _folder.InstanceAsync("study/a.dcm");
        await _folder.InstanceAsync("study/b.dcm", "1.2.3.4.6");

        ToolRun run = (await ToolRun.OfAsync("stow", Url, _folder.PathOf("study"), "--json")).Ended(0);

        JsonElement[] lines = [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.That(lines.Select(line => line.GetProperty("sopInstance").GetString()), Is.EquivalentTo(["1.2.3.4.5", "1.2.3.4.6"]));
        Assert.That(lines.Select(line => line.GetProperty("status").GetString()), Is.All.EqualTo("0000"));
        Assert.That(lines[0].GetProperty("retrieveUrl").GetString(), Does.StartWith(Url + "/studies/1.2.3/series/1.2.3.4/instances/1.2.3.4."));
    }

    [Test]
    public async Task Stow_OfWhatIsNoDicom_StoresTheRestAndEndsWithOne()
    {
        await File.WriteAllTextAsync(_folder.PathOf("no.dcm"), "hello");

        ToolRun run = (await ToolRun.OfAsync("stow", Url, _folder.PathOf("no.dcm"), await _folder.InstanceAsync("a.dcm"))).Ended(1);

        Assert.That(run.Output, Does.StartWith("1 stored, 0 with warnings, 1 failed"));
        Assert.That(run.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Stow_ToAnotherStudy_IsRefusedInstanceByInstance()
    {
        ToolRun run = (await ToolRun.OfAsync("stow", Url, "--study", "1.9", await _folder.InstanceAsync("a.dcm"))).Ended(1);

        Assert.That(run.Output.Trim(), Is.EqualTo("0 stored, 0 with warnings, 1 failed"));
        Assert.That(run.Error, Does.StartWith("pacs: 1.2.3.4.5: "));
    }

    [Test]
    public async Task Qido_WritesATableSeparatedByTabs()
    {
        await ToolRun.OfAsync("stow", Url, await _folder.InstanceAsync("a.dcm"));

        ToolRun run = (await ToolRun.OfAsync("qido", Url, "-k", "PatientName=M*", "-k", "ModalitiesInStudy")).Ended(0);

        Assert.That(run.Lines[0].Split('\t'), Is.EqualTo(["StudyInstanceUID", "StudyDate", "PatientID", "PatientName", "StudyDescription", "ModalitiesInStudy"]));
        Assert.That(run.Lines[1].Split('\t')[2..4], Is.EqualTo(["P1", "Müller^Jürgen"]));
        Assert.That(run.Error.Trim(), Is.EqualTo("1 match"));
    }

    [TestCase("series", "SeriesInstanceUID", 1)]
    [TestCase("image", "SOPInstanceUID", 3)]
    public async Task Qido_OfALevel_AsJson_IsAnArrayOfDataSets(string level, string uid, int count)
    {
        for (int i = 0; i < 3; i++) await ToolRun.OfAsync("stow", Url, await _folder.InstanceAsync("a.dcm", $"1.2.3.4.{5 + i}"));

        ToolRun run = (await ToolRun.OfAsync("qido", Url, "--level", level, "--key", "StudyInstanceUID=1.2.3", "--json")).Ended(0);

        IReadOnlyList<DicomDataset> found = DicomJson.ParseAll(Encoding.UTF8.GetBytes(run.Output));
        Assert.That(found.Select(match => match.GetString(DicomPath.Parse(uid)[0].Tag)).ToList(), Is.Unique.And.Count.EqualTo(count));
    }

    [Test]
    public async Task Qido_TakesLimitAndOffset_AndFuzzyNames()
    {
        for (int i = 0; i < 5; i++) await ToolRun.OfAsync("stow", Url, await _folder.InstanceAsync("a.dcm", $"1.2.3.4.{5 + i}"));

        ToolRun first = (await ToolRun.OfAsync("qido", Url, "--level", "image", "--limit", "3")).Ended(0);
        ToolRun rest = (await ToolRun.OfAsync("qido", Url, "--level", "image", "--offset", "3")).Ended(0);
        ToolRun fuzzy = (await ToolRun.OfAsync("qido", Url, "--fuzzy", "-k", "PatientName=muller")).Ended(0);

        ToolRun ordered = (await ToolRun.OfAsync("qido", Url, "--level", "image", "--order-by", "-SOPInstanceUID", "--limit", "1")).Ended(0);

        Assert.That(ordered.Output, Does.Contain("1.2.3.4.9"));
        Assert.That(first.Lines.Skip(1).Concat(rest.Lines.Skip(1)).ToList(), Is.Unique.And.Count.EqualTo(5));
        Assert.That(fuzzy.Lines, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Qido_WithoutAMatch_EndsWithZero()
    {
        ToolRun run = (await ToolRun.OfAsync("qido", Url, "-k", "PatientID=NOBODY")).Ended(0);

        Assert.That(run.Lines, Has.Length.EqualTo(1));
        Assert.That(run.Error.Trim(), Is.EqualTo("0 matches"));
    }

    [Test]
    public async Task Wado_Metadata_IsTheDataSetAsJson()
    {
        await ToolRun.OfAsync("stow", Url, await _folder.InstanceAsync("a.dcm"));

        ToolRun run = (await ToolRun.OfAsync("wado", Url, "--study", "1.2.3", "--metadata")).Ended(0);

        Assert.That(DicomJson.ParseAll(Encoding.UTF8.GetBytes(run.Output)).Single().GetString(DicomTag.PatientName), Is.EqualTo("Müller^Jürgen"));
    }

    [TestCase("image.png", new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [TestCase("image.jpg", new byte[] { 0xFF, 0xD8, 0xFF })]
    public async Task Wado_Rendered_IsAPictureOfTheTypeThatItsNameSays(string name, byte[] signature)
    {
        await ToolRun.OfAsync("stow", Url, await _folder.InstanceAsync("a.dcm"));

        (await ToolRun.OfAsync("wado", Url, "--study", "1.2.3", "--series", "1.2.3.4", "--instance", "1.2.3.4.5", "--rendered", "-o", _folder.PathOf(name))).Ended(0);

        Assert.That((await File.ReadAllBytesAsync(_folder.PathOf(name)))[..signature.Length], Is.EqualTo(signature));
    }

    [Test]
    public async Task Wado_WithASyntax_GivesFilesInIt_AndTellsOfEachInJson()
    {
        await ToolRun.OfAsync("stow", Url, await _folder.InstanceAsync("a.dcm"));

        ToolRun run = (await ToolRun.OfAsync("wado", Url, "--study", "1.2.3", "--syntax", "RLELossless", "--json", "-o", _folder.PathOf("rle"))).Ended(0);

        string path = JsonDocument.Parse(run.Lines.Single()).RootElement.GetProperty("path").GetString()!;
        using DicomFile file = await DicomFile.OpenAsync(path);
        Assert.That(file.TransferSyntax, Is.EqualTo(TransferSyntax.RLELossless));
    }

    [Test]
    public async Task Wado_OfWhatIsNotThere_EndsWithOne_AndALine()
    {
        ToolRun run = (await ToolRun.OfAsync("wado", Url, "--study", "1.2.3", "-o", _folder.PathOf("got"))).Ended(1);

        Assert.That(run.Error.Trim(), Is.EqualTo("pacs: GET studies/1.2.3 was answered with 404 Not Found."));
    }

    [Test]
    public async Task ARenderedPictureThatIsNotThere_LeavesNoFile()
    {
        (await ToolRun.OfAsync("wado", Url, "--study", "1.2.3", "--rendered", "-o", _folder.PathOf("none.png"))).Ended(1);

        Assert.That(File.Exists(_folder.PathOf("none.png")), Is.False);
    }

    [TestCase("qido", "ftp://127.0.0.1/dicom-web")]
    [TestCase("qido", "nowhere")]
    [TestCase("qido", "http://127.0.0.1:1/", "--timeout", "0")]
    [TestCase("qido", "http://127.0.0.1:1/", "--header", "nothing")]
    [TestCase("qido", "http://127.0.0.1:1/", "--key", "NoSuchAttribute=1")]
    [TestCase("wado", "http://127.0.0.1:1/")]
    [TestCase("wado", "http://127.0.0.1:1/", "--study", "abc")]
    [TestCase("wado", "http://127.0.0.1:1/", "--study", "1.2", "--instance", "1.2.3")]
    [TestCase("stow", "http://127.0.0.1:1/")]
    public async Task ACommandLineThatMakesNoSense_EndsWithTwo(params string[] args) => (await ToolRun.OfAsync(args)).Ended(2);

    [Test]
    public async Task AServerThatIsNotThere_EndsWithFour()
    {
        ToolRun run = (await ToolRun.OfAsync("qido", $"http://127.0.0.1:{Ports.Free()}/dicom-web")).Ended(4);

        Assert.That(run.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task AFileThatIsNotThere_EndsWithThree() => (await ToolRun.OfAsync("stow", Url, _folder.PathOf("missing.dcm"))).Ended(3);

    [Test]
    public async Task ProgressIsShown_OnATerminalOnly()
    {
        // A real terminal, which script(1) makes.
        Command.Require("script");
        string tool = Path.Combine(AppContext.BaseDirectory, "Pacs.Tool.dll"), file = await _folder.InstanceAsync("a.dcm");

        CommandResult stow = (await Command.RunAsync("script", "-qec", $"dotnet '{tool}' stow {Url} '{file}'", "/dev/null")).MustSucceed("stow");
        CommandResult wado = (await Command.RunAsync("script", "-qec", $"dotnet '{tool}' wado {Url} --study 1.2.3 -o '{_folder.PathOf("got")}'", "/dev/null")).MustSucceed("wado");
        CommandResult piped = (await Command.RunAsync("dotnet", tool, "stow", Url, file)).MustSucceed("stow");

        Assert.That(stow.Output, Does.Contain("Storing").And.Contain("1 stored, 0 with warnings, 0 failed"));
        Assert.That(wado.Output, Does.Contain("Retrieving").And.Contain("1 retrieved"));
        Assert.That(piped.Output.Trim(), Is.EqualTo("1 stored, 0 with warnings, 0 failed"));
    }
}
