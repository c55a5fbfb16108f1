using Pacs.Tests;

namespace Pacs.Core.Tests.Media;

[Category("PS3.3 §F.3.2")]
public sealed class DirectoryCorpusTests
{
    [TestCase("DICOMDIR")]
    [TestCase("DICOMDIR-implicit")]
    [TestCase("DICOMDIR-bigEnd")]
    [TestCase("DICOMDIR-reordered")]
    [TestCase("DICOMDIR-nooffset")]
    public async Task OpenAsync_ReadsTheWholeTree(string name)
    {
        DicomFileSet set = await Open(name);

        Assert.Multiple(() =>
        {
            Assert.That(Counts(set.Records), Is.EqualTo("PATIENT 2, STUDY 6, SERIES 13, IMAGE 31"));
            Assert.That(set.Orphans, Is.Empty);
            Assert.That(set.Roots.Select(root => root.Dataset.GetString(DicomTag.PatientName)), Is.EqualTo(["Doe^Archibald", "Doe^Peter"]));
            Assert.That(set.Records.Where(record => record.FileId is not null).Select(set.PathOf), Has.All.Exist);
            Assert.That(set.Findings.Where(finding => finding.Kind == FindingKind.Directory), Is.Empty);
        });
    }

    [Test]
    public async Task OpenAsync_OfALargeFlatSeries_ReadsAllImages()
    {
        DicomFileSet set = await Open("TINY_ALPHA/DICOMDIR");

        Assert.That(Counts(set.Records), Is.EqualTo("PATIENT 1, STUDY 1, SERIES 1, IMAGE 50"));
        Assert.That(set.Records.Where(record => record.FileId is not null).Select(set.PathOf), Has.All.Exist);
    }

    [Test]
    public async Task OpenAsync_OfAnEmptyDirectory_FindsNothing() =>
        Assert.That((await Open("DICOMDIR-empty.dcm")).Records, Is.Empty);

    [Test]
    public async Task OpenAsync_WithoutARecordAtTheTop_KeepsEveryRecordAmongTheOrphans()
    {
        DicomFileSet set = await Open("DICOMDIR-nopatient");

        Assert.Multiple(() =>
        {
            Assert.That(set.Roots, Is.Empty);
            Assert.That(set.Orphans.SelectMany(orphan => orphan.WithDescendants()).Count(), Is.EqualTo(52));
            Assert.That(set.Findings.Select(finding => finding.Kind), Is.EqualTo([FindingKind.Directory, FindingKind.Directory]));
        });
    }

    [Test]
    public async Task AdoptOrphansAsync_ListsTheFilesAnew()
    {
        using var folder = new FileSetFolder();
        string source = Path.GetDirectoryName(SharedData.File("dicomdir/DICOMDIR"))!;
        foreach (string path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(path => !path.Contains("TINY", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(folder.Path, Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        DicomFileSet set = await DicomFileSet.OpenAsync(Path.Combine(folder.Path, "DICOMDIR-nopatient"));
        int adopted = await set.AdoptOrphansAsync();
        await set.SaveAsync();
        DicomFileSet read = await DicomFileSet.OpenAsync(folder.Path);

        Assert.That(adopted, Is.EqualTo(31));
        Assert.That(set.Orphans, Is.Empty);
        Assert.That(read.Findings, Is.Empty);
        Assert.That(Counts(read.Records), Is.EqualTo("PATIENT 2, STUDY 6, SERIES 13, IMAGE 31"));
    }

    [TestCase("DICOMDIR")]
    [TestCase("DICOMDIR-implicit")]
    [TestCase("DICOMDIR-bigEnd")]
    public async Task SaveAsync_WritesExplicitLittleEndianWithExactOffsets(string name)
    {
        using var folder = new FileSetFolder();
        DicomFileSet set = DicomFileSet.Parse(await File.ReadAllBytesAsync(SharedData.File($"dicomdir/{name}")), folder.Path);
        await set.SaveAsync();

        DicomFileSet read = await DicomFileSet.OpenAsync(folder.Path);

        Assert.That(read.Findings, Is.Empty);
        Assert.That(read.Orphans, Is.Empty);
        Assert.That(Keys(read), Is.EqualTo(Keys(set)));
    }

    private static async Task<DicomFileSet> Open(string name) => await DicomFileSet.OpenAsync(SharedData.File($"dicomdir/{name}"));

    private static string Counts(IEnumerable<DirectoryRecord> records) =>
        string.Join(", ", records.GroupBy(record => record.Type).Select(group => $"{group.Key} {group.Count()}"));

    private static IEnumerable<string> Keys(DicomFileSet set) =>
        set.Records.SelectMany(record => record.Dataset.Where(element => !element.Tag.Keyword!.StartsWith("Offset", StringComparison.Ordinal)).Select(element => $"{element.Tag} {element.VR} {element.GetString()}"));
}
