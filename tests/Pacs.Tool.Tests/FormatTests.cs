using System.Text.Json;
using System.Xml.Linq;
using Pacs.Core;

namespace Pacs.Tool.Tests;

public sealed class FormatTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    [Category("PS3.18 §F")]
    public async Task Json_IsTheWholeDataSet()
    {
        string path = await _folder.InstanceAsync("a.dcm");

        ToolRun run = (await ToolRun.OfAsync("json", path)).Ended(0);

        using DicomFile file = await DicomFile.OpenAsync(path);
        Assert.That(run.Lines, Has.Length.EqualTo(1));
        Assert.That(DicomJson.Parse(run.Output).GetString(DicomTag.PatientName), Is.EqualTo("Müller^Jürgen"));
        Assert.That(DicomJson.Parse(run.Output).GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(file.Dataset.GetBytes(DicomTag.PixelData).ToArray()));
    }

    [Test]
    public async Task Json_WithInline_LeavesLongValuesOut()
    {
        ToolRun run = (await ToolRun.OfAsync("json", "--inline", "4", await _folder.InstanceAsync("a.dcm"))).Ended(0);

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.That(json.RootElement.GetProperty("7FE00010").TryGetProperty("BulkDataURI", out _), Is.True);
    }

    [Test]
    [Category("PS3.19 §A")]
    public async Task Xml_IsTheWholeDataSet()
    {
        ToolRun run = (await ToolRun.OfAsync("xml", "-i", await _folder.InstanceAsync("a.dcm"))).Ended(0);

        XElement root = XDocument.Parse(run.Output).Root!;
        Assert.That(root.Name.LocalName, Is.EqualTo("NativeDicomModel"));
        Assert.That(root.Elements().Any(element => (string?)element.Attribute("keyword") == "PixelData"), Is.True);
    }
}
