using Pacs.Core;

namespace Pacs.Tool.Tests;

public sealed class ModifyTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Modify_InPlace_SetsInsertsAndRemoves()
    {
        string path = await _folder.InstanceAsync("a.dcm");

        (await ToolRun.OfAsync("modify", path, "--set", "PatientID=P2", "--set", "RequestAttributesSequence[1].RequestedProcedureID=R9", "--insert", "PatientName=Nobody", "--insert", "PatientComments=new", "--remove", "StudyID")).Ended(0);

        using DicomFile file = await DicomFile.OpenAsync(path);
        Assert.Multiple(() =>
        {
            Assert.That(file.Dataset.GetString(DicomTag.PatientID), Is.EqualTo("P2"));
            Assert.That(file.Dataset.GetSequence(DicomTag.RequestAttributesSequence)![1].GetString(DicomTag.RequestedProcedureID), Is.EqualTo("R9"));
            Assert.That(file.Dataset.GetString(DicomTag.PatientName), Is.EqualTo("Müller^Jürgen"), "Insert leaves what is there.");
            Assert.That(file.Dataset.GetString(DicomTag.PatientComments), Is.EqualTo("new"));
            Assert.That(file.Dataset.Contains(DicomTag.StudyID), Is.False);
        });
    }

    [Test]
    public async Task Modify_SetsNumbersAndTagsAsTheirVRAsks()
    {
        string path = await _folder.InstanceAsync("a.dcm");

        (await ToolRun.OfAsync("modify", path, "--set", "Rows=512", "--set", @"RealWorldValueMappingSequence[0].RealWorldValueSlope=1.5", "--set", "FrameIncrementPointer=FrameTime", "--set", @"ReferencedSamplePositions=1\2")).Ended(0);

        using DicomFile file = await DicomFile.OpenAsync(path);
        Assert.Multiple(() =>
        {
            Assert.That(file.Dataset.GetUInt16(DicomTag.Rows), Is.EqualTo(512));
            Assert.That(file.Dataset.GetItem("RealWorldValueMappingSequence[0]")?.GetDouble(DicomTag.RealWorldValueSlope), Is.EqualTo(1.5));
            Assert.That(file.Dataset.GetElement(DicomTag.FrameIncrementPointer)?.GetTag(), Is.EqualTo(DicomTag.FrameTime));
            Assert.That(file.Dataset.GetInt32s(DicomTag.ReferencedSamplePositions), Is.EqualTo(new[] { 1, 2 }));
        });
    }

    [TestCase("Rows=tall", "'tall' is no number")]
    [TestCase("Rows=70000", "Rows")]
    [TestCase("StudyDate=yesterday", "DA")]
    [TestCase("Modality=ct scan of the head", "CS")]
    [TestCase("RequestAttributesSequence=1", "sequence")]
    [TestCase("PixelData=1", "bytes")]
    [TestCase("FrameIncrementPointer=nowhere", "nowhere")]
    public async Task Modify_ToAValueThatTheVRDoesNotHave_IsRefusedAndLeavesTheFile(string set, string reason)
    {
        string path = await _folder.InstanceAsync("a.dcm");
        byte[] before = await File.ReadAllBytesAsync(path);

        ToolRun run = (await ToolRun.OfAsync("modify", path, "--set", set)).Ended(2);

        Assert.That(run.Error, Does.Contain(reason).And.Not.Contain("Parameter"));
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(before));
    }

    [Test]
    public async Task Modify_WithoutAChange_SaysWhatThereIsToSay() =>
        Assert.That((await ToolRun.OfAsync("modify", await _folder.InstanceAsync("a.dcm"))).Ended(2).Error, Does.Contain("--set"));

    [Test]
    public async Task Modify_IntoAnotherFile_LeavesTheFirst()
    {
        string path = await _folder.InstanceAsync("a.dcm");
        byte[] before = await File.ReadAllBytesAsync(path);

        (await ToolRun.OfAsync("modify", path, "-o", _folder.PathOf("b.dcm"), "--remove-private", "--syntax", "ImplicitVRLittleEndian")).Ended(0);

        using DicomFile file = await DicomFile.OpenAsync(_folder.PathOf("b.dcm"));
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(before));
        Assert.That(file.TransferSyntax, Is.EqualTo(TransferSyntax.ImplicitVRLittleEndian));
        Assert.That(file.Dataset.Any(element => element.Tag.IsPrivate), Is.False);
        Assert.That(file.Dataset.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
    }

    [Test]
    public async Task Modify_NewUids_KeepsWhatBelongsTogether()
    {
        string one = await _folder.InstanceAsync("a.dcm", "1.2.3.4.5"), two = await _folder.InstanceAsync("b.dcm", "1.2.3.4.6");

        (await ToolRun.OfAsync("modify", one, two, "-o", _folder.PathOf("new"), "--new-uids")).Ended(0);

        using DicomFile first = await DicomFile.OpenAsync(_folder.PathOf("new/a.dcm")), second = await DicomFile.OpenAsync(_folder.PathOf("new/b.dcm"));
        Assert.Multiple(() =>
        {
            Assert.That(first.Dataset.GetUid(DicomTag.StudyInstanceUID), Is.EqualTo(second.Dataset.GetUid(DicomTag.StudyInstanceUID)).And.Not.EqualTo(new DicomUid("1.2.3")));
            Assert.That(first.Id.SopInstance, Is.Not.EqualTo(second.Id.SopInstance));
            Assert.That(first.FileMeta.GetUid(DicomTag.MediaStorageSOPInstanceUID), Is.EqualTo(first.Id.SopInstance));
        });
    }

    [TestCase("--set", "PatientID")]
    [TestCase("--set", "NoSuchKeyword=1")]
    [TestCase("--remove", "NoSuchKeyword")]
    [TestCase("--syntax", "JPEGBaseline8Bit")]
    public async Task Modify_OfNonsense_IsAUsageErrorAndTouchesNothing(string option, string value)
    {
        string path = await _folder.InstanceAsync("a.dcm");
        byte[] before = await File.ReadAllBytesAsync(path);

        ToolRun run = (await ToolRun.OfAsync("modify", path, option, value)).Ended(2);

        Assert.That(run.Error, Does.StartWith("pacs: "));
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(before));
    }
}
