using System.Buffers.Binary;

namespace Pacs.Core.Tests.Media;

[Category("PS3.3 §F.3.2")]
public sealed class HostileDirectoryTests
{
    private static readonly byte[] Good = Make();

    [Test]
    public void Parse_SeriesThatLeadsBackToItsStudy_EndsWithAFinding()
    {
        byte[] bytes = (byte[])Good.Clone();
        Lower(bytes, 2, OffsetOf(bytes, 1));

        DicomFileSet set = DicomFileSet.Parse(bytes, ".");

        Assert.That(set.Findings.Select(finding => finding.Kind), Has.Some.EqualTo(FindingKind.Directory));
        Assert.That(All(set), Is.EqualTo(5));
    }

    [Test]
    public void Parse_ImageThatIsItsOwnNext_EndsWithAFinding()
    {
        byte[] bytes = (byte[])Good.Clone();
        Next(bytes, 3, OffsetOf(bytes, 3));

        DicomFileSet set = DicomFileSet.Parse(bytes, ".");

        Assert.That(set.Findings.Any(finding => finding.Message.Contains("second time", StringComparison.Ordinal)), Is.True);
        Assert.That(All(set), Is.EqualTo(5));
    }

    [TestCase(1u)]
    [TestCase(132u)]
    [TestCase(0x7FFFFFFFu)]
    [TestCase(0xFFFFFFFFu)]
    public void Parse_OffsetIntoNowhere_EndsWithAFinding(uint offset)
    {
        byte[] bytes = (byte[])Good.Clone();
        Lower(bytes, 2, offset);

        DicomFileSet set = DicomFileSet.Parse(bytes, ".");

        Assert.That(set.Findings.Any(finding => finding.Message.Contains($"offset {offset}", StringComparison.Ordinal)), Is.True);
        Assert.That(All(set), Is.EqualTo(5), "The images are orphans now.");
    }

    [Test]
    public void Parse_AllOffsetsZero_BuildsTheTreeFromTheOrder()
    {
        byte[] bytes = (byte[])Good.Clone();
        for (int i = 0; i < 5; i++)
        {
            Next(bytes, i, 0);
            Lower(bytes, i, 0);
        }

        First(bytes, 0);
        DicomFileSet set = DicomFileSet.Parse(bytes, ".");

        Assert.That(set.Roots[0].Children[0].Children[0].Children, Has.Count.EqualTo(2));
        Assert.That(set.Orphans, Is.Empty);
    }

    [Test]
    public void Parse_AllOffsetsWrongByTheSameNumber_ReadsThemAllTheSame()
    {
        // Without the preamble everything stands 128 bytes earlier than the offsets say.
        DicomFileSet set = DicomFileSet.Parse(Good.AsMemory(128).ToArray(), ".");

        Assert.That(set.Records.Count(), Is.EqualTo(5));
        Assert.That(set.Orphans, Is.Empty);
        Assert.That(set.Findings.Any(finding => finding.Message.Contains("wrong by 128", StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public void Parse_RecordMarkedAsNotInUse_IsLeftOut()
    {
        byte[] bytes = (byte[])Good.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((int)OffsetOf(bytes, 4) + 28), 0);

        Assert.That(All(DicomFileSet.Parse(bytes, ".")), Is.EqualTo(4));
    }

    [Test]
    public void Parse_ChainOfPrivateRecordsAHundredThousandDeep_IsReadInLinearTime()
    {
        var records = Enumerable.Range(0, 100_000).Select(_ => Record("PRIVATE")).ToArray();
        byte[] bytes = DirectoryBytes(records);
        for (int i = 0; i + 1 < records.Length; i++) Lower(bytes, i, OffsetOf(bytes, i + 1));

        DicomFileSet set = DicomFileSet.Parse(bytes, ".");

        Assert.That(All(set), Is.EqualTo(100_000));
        Assert.That(set.Findings, Is.Not.Empty);
    }

    [Test]
    public void Parse_EveryTruncation_ReadsOrThrowsATypedError()
    {
        for (int length = 0; length < Good.Length; length++)
        {
            try
            {
                _ = All(DicomFileSet.Parse(Good.AsMemory(0, length), "."));
            }
            catch (DicomException)
            {
            }
        }
    }

    [Test]
    public void Parse_OfAnImage_IsRefused()
    {
        using var stream = new MemoryStream();
        FileSetFolder.Instance().SaveAsync(stream).AsTask().GetAwaiter().GetResult();

        Assert.That(() => DicomFileSet.Parse(stream.ToArray(), "."), Throws.TypeOf<DicomDataException>().With.Message.Contains("DICOMDIR"));
    }

    private static int All(DicomFileSet set) => set.Records.Count() + set.Orphans.Sum(orphan => orphan.WithDescendants().Count());

    /// <summary>A patient, a study, a series and two images.</summary>
    private static byte[] Make()
    {
        byte[] bytes = DirectoryBytes(Record("PATIENT"), Record("STUDY"), Record("SERIES"), Record("IMAGE"), Record("IMAGE"));
        for (int i = 0; i < 3; i++) Lower(bytes, i, OffsetOf(bytes, i + 1));
        Next(bytes, 3, OffsetOf(bytes, 4));
        return bytes;
    }

    private static DirectoryRecord Record(string type)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.DirectoryRecordType, type.PadRight(8)); // records of one length, so that offsets are easily said
        return new DirectoryRecord(dataset);
    }

    private static byte[] DirectoryBytes(params DirectoryRecord[] records)
    {
        var meta = new DicomDataset();
        meta.Set(DicomTag.MediaStorageSOPClassUID, DicomUid.MediaStorageDirectoryStorage);
        meta.Set(DicomTag.MediaStorageSOPInstanceUID, new DicomUid("1.2.3"));
        meta.Set(DicomTag.TransferSyntaxUID, TransferSyntax.ExplicitVRLittleEndian.Uid);
        byte[] bytes = DirectoryWriter.Write(meta, new DicomDataset(), records).ToArray();
        for (int i = 0; i < records.Length; i++) Next(bytes, i, 0);
        return bytes;
    }

    private const int RecordLength = 8 + 12 + 10 + 12 + 16;

    private static uint OffsetOf(byte[] bytes, int record) => (uint)(bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x04, 0x00, 0x20, 0x12]) + 12 + record * RecordLength);

    private static void Next(byte[] bytes, int record, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)OffsetOf(bytes, record) + 16), value);

    private static void Lower(byte[] bytes, int record, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)OffsetOf(bytes, record) + 38), value);

    private static void First(byte[] bytes, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x04, 0x00, 0x00, 0x12]) + 8), value);
}
