namespace Pacs.Core.Tests.Media;

[Category("PS3.10 §8.2")]
public sealed class DicomFileIdTests
{
    [TestCase(@"A", true)]
    [TestCase(@"PT000001\ST000001\SE000001\IM000001", true)]
    [TestCase(@"A\B\C\D\E\F\G\H", true)]
    [TestCase(@"A\B\C\D\E\F\G\H\I", false)]
    [TestCase(@"TOOLONG_9", false)]
    [TestCase(@"lower", false)]
    [TestCase(@"A.DCM", false)]
    [TestCase(@"A\\B", false)]
    [TestCase(@"", false)]
    public void IsValid_KnowsComponentsCharactersAndLengths(string text, bool isValid) =>
        Assert.That(new DicomFileId(text).IsValid, Is.EqualTo(isValid));

    [TestCase(@"..\..\SECRET")]
    [TestCase(@"A\..\..\SECRET")]
    [TestCase(@".")]
    [TestCase(@"/etc/passwd")]
    [TestCase(@"A\/etc/passwd")]
    [TestCase(@"A\ ..\SECRET")]
    [TestCase(@"C:\SECRET")]
    [TestCase(@"")]
    public void ToPath_NeverLeavesTheFolder(string text) =>
        Assert.That(new DicomFileId(text).ToPath(Path.GetTempPath()), Is.Null);

    [TestCase("dicom", "im000001")]
    [TestCase("DICOM", "IM000001.")]
    [TestCase("Dicom", "IM000001.;1")]
    public void ToPath_FindsFilesUnderTheNamesThatMediaAreMountedWith(string folderName, string fileName)
    {
        using var folder = new FileSetFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, folderName));
        string file = Path.Combine(folder.Path, folderName, fileName);
        File.WriteAllBytes(file, []);

        Assert.That(new DicomFileId(@"DICOM\IM000001").ToPath(folder.Path), Is.EqualTo(file));
    }

    [Test]
    public void TryFromPath_TakesPathsBelowTheFolderOnly()
    {
        string folder = Path.Combine(Path.GetTempPath(), "SET");

        Assert.Multiple(() =>
        {
            Assert.That(DicomFileId.TryFromPath(folder, Path.Combine(folder, "A", "B"), out DicomFileId id), Is.True);
            Assert.That(id.Value, Is.EqualTo(@"A\B"));
            Assert.That(DicomFileId.TryFromPath(folder, Path.Combine(Path.GetTempPath(), "OTHER"), out _), Is.False);
            Assert.That(DicomFileId.TryFromPath(folder, Path.Combine(folder, "scan.dcm"), out _), Is.False);
        });
    }
}
