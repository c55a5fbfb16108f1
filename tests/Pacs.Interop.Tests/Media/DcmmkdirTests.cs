using Pacs.Core;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Media;

[Category("PS3.3 §F")]
public sealed class DcmmkdirTests
{
    private Workspace _workspace = null!;

    [SetUp]
    public void MakeFolder() => _workspace = new Workspace();

    [TearDown]
    public void DeleteFolder() => _workspace.Dispose();

    [Test]
    public async Task ADirectoryOfDcmmkdir_IsReadWithoutFinding()
    {
        Command.Require("dcmmkdir");
        await FileSetAsync();
        File.Delete(_workspace.PathOf("DICOMDIR"));
        (await Command.RunAsync("dcmmkdir", ["+m", "+I", "+r", "-W", "PT000000", "PT000001"], _workspace.Folder, TimeSpan.FromMinutes(1))).MustSucceed("dcmmkdir");

        DicomFileSet set = await DicomFileSet.OpenAsync(_workspace.Folder);

        Assert.That(set.Findings, Is.Empty);
        Assert.That(set.Orphans, Is.Empty);
        Assert.That(set.Records.Count(record => record.FileId is not null), Is.EqualTo(31));
        Assert.That(set.Records.Where(record => record.FileId is not null).Select(set.PathOf), Has.All.Exist);
    }

    [Test]
    public async Task DcmdirdmpWalksOurDirectory()
    {
        Command.Require("dcdirdmp", "dcmdump");
        DicomFileSet set = await FileSetAsync();

        CommandResult walked = (await Command.RunAsync("dcdirdmp", _workspace.PathOf("DICOMDIR"))).MustSucceed("dcdirdmp");
        CommandResult dumped = (await Command.RunAsync("dcmdump", _workspace.PathOf("DICOMDIR"))).MustSucceed("dcmdump");

        Assert.Multiple(() =>
        {
            foreach (DirectoryRecord record in set.Records)
                if (record.FileId is { } id) Assert.That(walked.Output.Contains(id.Value, StringComparison.Ordinal), id.Value);
            // dcmdump writes the place of each record it was led to.
            Assert.That(dumped.Output.Split("offset=$").Length - 1, Is.EqualTo(set.Records.Count()));
            Assert.That(dumped.Output, Does.Not.Contain("W: ").And.Not.Contain("E: "));
        });
    }

    [Test]
    public async Task DcmmkdirUpdatesOurDirectory_AndWeReadTheResult()
    {
        Command.Require("dcmmkdir");
        DicomFileSet set = await FileSetAsync();
        Directory.CreateDirectory(_workspace.PathOf("MORE"));
        File.Copy(Path.Combine(Shared.RequireTestFiles(), "native", "CT_small.dcm"), _workspace.PathOf("MORE/CT1"));

        (await Command.RunAsync("dcmmkdir", ["+A", "+m", "+I", "-W", "MORE/CT1"], _workspace.Folder, TimeSpan.FromMinutes(1))).MustSucceed("dcmmkdir +A");
        DicomFileSet read = await DicomFileSet.OpenAsync(_workspace.Folder);

        Assert.That(read.Findings, Is.Empty);
        Assert.That(read.Records.Count(record => record.FileId is not null), Is.EqualTo(32));
        Assert.That(read.Roots, Has.Count.EqualTo(set.Roots.Count + 1));
    }

    [Test]
    public async Task DciodvfyFindsNoErrorInOurDirectory()
    {
        Command.Require("dciodvfy");
        DicomFileSet set = await FileSetAsync();
        foreach (string folder in (string[])["documents", "rt", "segmentation", "palettes", "studies/ct-volume-current"])
            foreach (string path in Directory.EnumerateFiles(Path.Combine(Shared.RequireTestFiles(), folder), "*.dcm", SearchOption.AllDirectories).Where(path => !path.Contains("dcmqi", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
                await set.AddAsync(path);
        await set.SaveAsync();

        CommandResult checkedBy = await Command.RunAsync("dciodvfy", _workspace.PathOf("DICOMDIR"));

        Assert.That(set.Records.Select(record => record.Type).Distinct().Count(), Is.GreaterThan(8));
        Assert.That(checkedBy.Output, Does.Contain("BasicDirectory").And.Not.Contain("Error"));
    }

    private async Task<DicomFileSet> FileSetAsync()
    {
        DicomFileSet original = await DicomFileSet.OpenAsync(Path.Combine(Shared.RequireTestFiles(), "dicomdir", "DICOMDIR"));
        DicomFileSet set = DicomFileSet.Create(_workspace.Folder, "PACS_TEST");
        foreach (DirectoryRecord record in original.Records)
            if (original.PathOf(record) is { } path) await set.AddAsync(path);
        await set.SaveAsync();
        return set;
    }
}
