using Pacs.Core;

namespace Pacs.Tool.Tests;

public sealed class FileSetTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task DicomDir_CreateAddListRemove()
    {
        string one = await _folder.InstanceAsync("a.dcm", "1.2.3.4.5"), two = await _folder.InstanceAsync("b.dcm", "1.2.3.4.6");
        string set = _folder.PathOf("set");

        (await ToolRun.OfAsync("dicomdir", "create", set, one, "--id", "TEST")).Ended(0);
        (await ToolRun.OfAsync("dicomdir", "add", set, two)).Ended(0);
        ToolRun list = (await ToolRun.OfAsync("dicomdir", "list", set)).Ended(0);
        ToolRun json = (await ToolRun.OfAsync("dicomdir", "list", set, "--json")).Ended(0);
        (await ToolRun.OfAsync("dicomdir", "remove", set, "1.2.3.4.5")).Ended(0);

        Assert.Multiple(() =>
        {
            Assert.That(list.Lines.Select(line => line.Trim().Split(' ')[0]), Is.EqualTo(["PATIENT", "STUDY", "SERIES", "IMAGE", "IMAGE"]));
            Assert.That(json.Lines, Has.Length.EqualTo(2));
            Assert.That(json.Lines[0], Does.Contain(@"""fileId"":""PT000000\\ST000000\\SE000000\\IM000000"""));
        });
        DicomFileSet read = await DicomFileSet.OpenAsync(set);
        Assert.That(read.Id, Is.EqualTo("TEST"));
        Assert.That(read.Records.Where(record => record.FileId is not null).Select(record => record.Instance.SopInstance.Value), Is.EqualTo(["1.2.3.4.6"]));
    }

    [Test]
    public async Task DicomDir_CreateWhereThereIsOne_IsRefused()
    {
        string path = await _folder.InstanceAsync("a.dcm");
        (await ToolRun.OfAsync("dicomdir", "create", _folder.PathOf("set"), path)).Ended(0);

        (await ToolRun.OfAsync("dicomdir", "create", _folder.PathOf("set"), path)).Ended(2);
    }

    [Test]
    public async Task DicomDir_List_TellsOfMissingFiles()
    {
        (await ToolRun.OfAsync("dicomdir", "create", _folder.PathOf("set"), await _folder.InstanceAsync("a.dcm"))).Ended(0);
        File.Delete(_folder.PathOf("set/PT000000/ST000000/SE000000/IM000000"));

        ToolRun run = (await ToolRun.OfAsync("dicomdir", "list", _folder.PathOf("set"))).Ended(1);

        Assert.That(run.Lines[^1], Does.EndWith("(missing)"));
    }

    [Test]
    public async Task Validate_TellsWhatIsWrongAndEndsWithOne()
    {
        string good = await _folder.InstanceAsync("a.dcm"), cut = _folder.PathOf("cut.dcm");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(good))[..^4]);

        (await ToolRun.OfAsync("validate", good)).Ended(0);
        ToolRun run = (await ToolRun.OfAsync("validate", cut)).Ended(1);
        ToolRun json = (await ToolRun.OfAsync("validate", "--json", cut)).Ended(1);

        Assert.That(run.Output, Does.StartWith($"{cut}: Truncated PixelData at offset "));
        Assert.That(json.Lines[0], Does.StartWith($"{{\"path\":\"{cut}\",\"kind\":\"Truncated\",\"tag\":\"7FE00010\""));
    }
}
