using CsCheck;

namespace Pacs.Core.Tests.Media;

[Category("PS3.3 §F")]
public sealed class DicomFileSetTests
{
    private FileSetFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new FileSetFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task AddAsync_BuildsPatientStudySeriesAndFile()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path, "MY_SET");

        DirectoryRecord record = await set.AddAsync(FileSetFolder.Instance());

        Assert.That(set.Records.Select(each => each.Type), Is.EqualTo(["PATIENT", "STUDY", "SERIES", "IMAGE"]));
        Assert.That(record.FileId!.Value.Value, Is.EqualTo(@"PT000000\ST000000\SE000000\IM000000"));
        Assert.That(record.FileId.Value.IsValid, Is.True);
        Assert.That(File.Exists(set.PathOf(record)), Is.True);
        Assert.That(set.Findings, Is.Empty);
    }

    [Test]
    public async Task SaveAsync_ThenOpenAsync_GivesTheSameTree()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path, "MY_SET");
        await set.AddAsync(FileSetFolder.Instance(instance: "1.1"));
        await set.AddAsync(FileSetFolder.Instance(instance: "1.2"));
        await set.AddAsync(FileSetFolder.Instance(series: "1.2.3.5", instance: "1.3"));
        await set.AddAsync(FileSetFolder.Instance(patient: "P2", study: "1.9", series: "1.9.1", instance: "1.4"));
        await set.SaveAsync();

        DicomFileSet read = await DicomFileSet.OpenAsync(_folder.Path);

        Assert.That(read.Findings, Is.Empty);
        Assert.That(read.Orphans, Is.Empty);
        Assert.That(read.Id, Is.EqualTo("MY_SET"));
        Assert.That(Describe(read), Is.EqualTo(Describe(set)));
        Assert.That(read.Roots[0].Dataset.GetString(DicomTag.PatientName), Is.EqualTo("Müller^Jürgen"));
        Assert.That(read.Roots[1].Children[0].Children[0].Children[0].Instance.SopInstance.Value, Is.EqualTo("1.4"));
    }

    [Test]
    public void AnySequenceOfAddsAndRemoves_IsReadBackAsItIsThere()
    {
        Gen<(int Patient, int Study, int Series, int Instance, bool Remove)> step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool);
        step.Array[0, 30].Sample(steps =>
        {
            using var folder = new FileSetFolder();
            DicomFileSet set = DicomFileSet.Create(folder.Path);
            var expected = new HashSet<string>();
            foreach ((int patient, int study, int series, int instance, bool remove) in steps)
            {
                string uid = $"1.{patient}.{study}.{series}.{instance}";
                if (remove && set.Find(new DicomUid(uid)) is { } listed)
                {
                    set.Remove(listed);
                    expected.Remove(uid);
                }
                else
                {
                    set.AddAsync(FileSetFolder.Instance($"P{patient}", $"1.{patient}.{study}", $"1.{patient}.{study}.{series}", uid)).AsTask().GetAwaiter().GetResult();
                    expected.Add(uid);
                }
            }

            set.SaveAsync().AsTask().GetAwaiter().GetResult();
            DicomFileSet read = DicomFileSet.OpenAsync(folder.Path).AsTask().GetAwaiter().GetResult();
            Assert.That(read.Findings, Is.Empty);
            Assert.That(Describe(read), Is.EqualTo(Describe(set)));
            Assert.That(read.Records.Where(record => record.FileId is not null).Select(record => record.Instance.SopInstance.Value), Is.EquivalentTo(expected));
            Assert.That(Directory.EnumerateFiles(folder.Path, "IM*", SearchOption.AllDirectories).Count(), Is.EqualTo(expected.Count), "No file stays that is not listed.");
            Assert.That(read.Records.Where(record => record.FileId is null && record.Children.Count == 0), Is.Empty);
        }, iter: 15);
    }

    [Test]
    public async Task SaveAsync_OfWhatWasRead_IsByteIdentical()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path, "MY_SET");
        await set.AddAsync(FileSetFolder.Instance(instance: "1.1"));
        await set.AddAsync(FileSetFolder.Instance(patient: "P2", study: "1.9", series: "1.9.1", instance: "1.4"));
        await set.SaveAsync();
        byte[] first = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, DicomFileSet.DirectoryName));

        await (await DicomFileSet.OpenAsync(_folder.Path)).SaveAsync();

        Assert.That(await File.ReadAllBytesAsync(Path.Combine(_folder.Path, DicomFileSet.DirectoryName)), Is.EqualTo(first));
    }

    [Test]
    public async Task AddAsync_OfAnInstanceThatIsListed_GivesItsRecord()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path);
        DirectoryRecord first = await set.AddAsync(FileSetFolder.Instance());

        Assert.That(await set.AddAsync(FileSetFolder.Instance()), Is.SameAs(first));
    }

    [Test]
    public async Task AddAsync_OfAFileInPlace_ListsItWhereItIs()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "IMAGES"));
        string path = Path.Combine(_folder.Path, "IMAGES", "CT01");
        await FileSetFolder.Instance().SaveAsync(path);

        DirectoryRecord record = await DicomFileSet.Create(_folder.Path).AddAsync(path);

        Assert.That(record.FileId!.Value.Value, Is.EqualTo(@"IMAGES\CT01"));
    }

    [Test]
    [Category("PS3.10 §7.1")]
    public async Task AddAsync_OfAFileWithoutPreamble_GivesItsCopyOne()
    {
        using var stream = new MemoryStream();
        await FileSetFolder.Instance().SaveAsync(stream);
        DicomFileSet set = DicomFileSet.Create(_folder.Path);

        DirectoryRecord record = await set.AddAsync(DicomFile.Parse(stream.ToArray().AsMemory(128)));

        Assert.That((await DicomFile.OpenAsync(set.PathOf(record)!)).Findings, Is.Empty);
    }

    [Test]
    public async Task AddAsync_OfAStudyUnderAnotherPatientId_KeepsOneStudyRecord()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path);
        await set.AddAsync(FileSetFolder.Instance(instance: "1.1"));
        await set.AddAsync(FileSetFolder.Instance(patient: "P1-TYPO", instance: "1.2"));

        Assert.That(set.Records.Count(record => record.Type == DirectoryRecordType.Study), Is.EqualTo(1));
    }

    [Test]
    public async Task AddAsync_OfAnInstanceWithoutKeys_WritesStandInsAndSaysSo()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path);
        DirectoryRecord one = await set.AddAsync(FileSetFolder.Instance(instance: "1.1", change: Strip));
        DirectoryRecord two = await set.AddAsync(FileSetFolder.Instance(study: "1.9", series: "1.9.1", instance: "1.2", change: Strip));

        Assert.Multiple(() =>
        {
            Assert.That(set.Findings.Select(finding => finding.Tag), Does.Contain(DicomTag.PatientID).And.Contain(DicomTag.StudyID).And.Contain(DicomTag.StudyDate));
            Assert.That(one.Parent!.Parent!.Dataset.GetString(DicomTag.StudyDate), Is.EqualTo("19000101"));
            Assert.That(one.Parent.Parent.Parent, Is.Not.SameAs(two.Parent!.Parent!.Parent), "Patients without an ID must not become one.");
        });

        static void Strip(DicomDataset dataset)
        {
            foreach (DicomTag tag in (DicomTag[])[DicomTag.PatientID, DicomTag.StudyID, DicomTag.StudyDate, DicomTag.InstanceNumber]) dataset.Remove(tag);
        }
    }

    [Test]
    public async Task AddAsync_OfAStructuredReport_TakesTitleAndItsModifiersOnly()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path);

        DirectoryRecord record = await set.AddAsync(FileSetFolder.Instance(sopClass: DicomUid.ComprehensiveSRStorage, change: dataset =>
        {
            dataset.Set(DicomTag.ConceptNameCodeSequence, new DicomSequence(Code("126000")));
            dataset.Set(DicomTag.ContentSequence, new DicomSequence(Item("HAS CONCEPT MOD"), Item("CONTAINS")));
            dataset.Set(DicomTag.CompletionFlag, "COMPLETE");
            dataset.Set(DicomTag.VerificationFlag, "UNVERIFIED");
        }));

        Assert.That(record.Type, Is.EqualTo(DirectoryRecordType.SRDocument));
        Assert.That(record.Dataset.GetSequence(DicomTag.ContentSequence)!, Has.Count.EqualTo(1));
        Assert.That(record.Dataset.GetSequence(DicomTag.ConceptNameCodeSequence)![0].GetString(DicomTag.CodeValue), Is.EqualTo("126000"));

        static DicomDataset Code(string value)
        {
            var code = new DicomDataset();
            code.Set(DicomTag.CodeValue, value);
            return code;
        }

        static DicomDataset Item(string relationship)
        {
            var item = new DicomDataset();
            item.Set(DicomTag.RelationshipType, relationship);
            return item;
        }
    }

    [Test]
    public void AddAsync_OfAClassWithoutRecordType_IsRefused() =>
        Assert.That(async () => await DicomFileSet.Create(_folder.Path).AddAsync(FileSetFolder.Instance(sopClass: new DicomUid("1.2.3.4.5.6"))),
            Throws.TypeOf<DicomDataException>().With.Message.Contains("directory record type"));

    [Test]
    public async Task Remove_OfTheLastImage_TakesSeriesStudyAndPatientWithIt_AndSavingDeletesTheFile()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path);
        DirectoryRecord kept = await set.AddAsync(FileSetFolder.Instance(instance: "1.1"));
        DirectoryRecord removed = await set.AddAsync(FileSetFolder.Instance(patient: "P2", study: "1.9", series: "1.9.1", instance: "1.2"));
        string path = set.PathOf(removed)!;

        set.Remove(removed);
        Assert.That(File.Exists(path), Is.True, "Until the directory no longer lists it.");
        await set.SaveAsync();

        Assert.Multiple(() =>
        {
            Assert.That(set.Records.Count(), Is.EqualTo(4));
            Assert.That(File.Exists(path), Is.False);
            Assert.That(Directory.Exists(Path.Combine(_folder.Path, "PT000001")), Is.False);
            Assert.That(File.Exists(set.PathOf(kept)), Is.True);
        });
    }

    [Test]
    public async Task Remove_OfARecordOfAnotherSet_IsRefused()
    {
        DirectoryRecord foreign = await DicomFileSet.Create(Path.Combine(_folder.Path, "A")).AddAsync(FileSetFolder.Instance());

        Assert.That(() => DicomFileSet.Create(Path.Combine(_folder.Path, "B")).Remove(foreign), Throws.ArgumentException);
    }

    [Test]
    public async Task AddAsync_AfterRemove_TakesAFreeName()
    {
        DicomFileSet set = DicomFileSet.Create(_folder.Path);
        DirectoryRecord first = await set.AddAsync(FileSetFolder.Instance(instance: "1.1"));
        await set.AddAsync(FileSetFolder.Instance(instance: "1.2"));
        set.Remove(first, deleteFiles: false);

        DirectoryRecord third = await set.AddAsync(FileSetFolder.Instance(instance: "1.3"));

        Assert.That(third.FileId!.Value.Value, Is.EqualTo(@"PT000000\ST000000\SE000000\IM000002"));
    }

    [TestCase("MY SET_1", true)]
    [TestCase("lower", false)]
    [TestCase("SEVENTEEN_LETTERS", false)]
    public void Create_ChecksTheFileSetId(string id, bool isValid) =>
        Assert.That(() => DicomFileSet.Create(_folder.Path, id), isValid ? Throws.Nothing : Throws.ArgumentException);

    private static string Describe(DicomFileSet set) =>
        string.Join('\n', set.Records.Select(record => $"{record} {record.Instance.SopInstance} {record.Parent?.Type} {string.Join(' ', record.Dataset.Where(element => element.Tag.Group != 4).Select(element => $"{element.Tag}={element.GetString()}"))}"));
}
