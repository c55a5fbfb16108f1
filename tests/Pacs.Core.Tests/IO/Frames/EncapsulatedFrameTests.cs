namespace Pacs.Core.Tests.IO.Frames;

[Category("PS3.5 §A.4")]
public sealed class EncapsulatedFrameTests
{
    private static readonly byte[] Empty = Pixels.Item();
    private static readonly byte[][] ThreeFrames = [Pixels.JpegFrame1, Pixels.JpegFrame2, Pixels.JpegFrame3];

    private static ValueTask<FrameReader> ReaderAsync(DicomDataset dataset) => FrameReader.CreateAsync(dataset, TransferSyntax.JPEGBaseline8Bit);

    [Test]
    public async Task BasicOffsetTable_DividesFragments()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(2, Pixels.Table(0, 20), Pixels.Item(1, 2), Pixels.Item(3, 4), Pixels.Item(5, 6)));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2, 3, 4], [5, 6] }));
        Assert.That(reader.Findings, Is.Empty);
    }

    [Test]
    public async Task NumberOfFramesMissing_IsThatOfTheTable_AndReported()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(null, Pixels.Table(0, 10), Pixels.Item(1, 2), Pixels.Item(3, 4)));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2], [3, 4] }));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.FrameCount }));
    }

    [Test]
    public async Task NoTable_AsManyFragmentsAsFrames_GivesOneEach()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(2, Empty, Pixels.Item(1, 2), Pixels.Item(3, 4)));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2], [3, 4] }));
        Assert.That(reader.Findings, Is.Empty);
    }

    [Test]
    public async Task NoTable_SingleFrame_JoinsAllFragments([Values(null, 1)] int? stated)
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(stated, Empty, Pixels.Item(0xFF, 0xD8, 0xFF, 0xE0), Pixels.Item(3, 4), Pixels.Item(5, 6)));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [0xFF, 0xD8, 0xFF, 0xE0, 3, 4, 5, 6] }));
        Assert.That(reader.Findings, Is.Empty);
    }

    [Test]
    public async Task NoTable_SplitFrames_AreDividedWhereCodestreamsBegin()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(3, Empty,
            Pixels.Item(Pixels.JpegFrame1[..4]), Pixels.Item(Pixels.JpegFrame1[4..]), Pixels.Item(Pixels.JpegFrame2), Pixels.Item(Pixels.JpegFrame3[..6]), Pixels.Item(Pixels.JpegFrame3[6..])));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(ThreeFrames));
        Assert.That(reader.Findings, Is.Empty);
    }

    [Test]
    public async Task NoTable_UnknownStarts_AreDividedWhereCodestreamsEnd()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(2, Empty, Pixels.Item(7, 7), Pixels.Item(1, 0xFF, 0xD9, 0), Pixels.Item(8, 8), Pixels.Item(0xFF, 0xD9)));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [7, 7, 1, 0xFF, 0xD9, 0], [8, 8, 0xFF, 0xD9] }));
    }

    [Test]
    public void NoTable_NothingTellsFramesApart_IsRefusedWithTheNumbers() =>
        Assert.That(async () => await ReaderAsync(Pixels.Encapsulated(2, Empty, Pixels.Item(1, 2), Pixels.Item(3, 4), Pixels.Item(5, 6))),
            Throws.TypeOf<DicomDataException>().With.Message.Contains("3 fragments").And.Message.Contains("2 frames"));

    [TestCase(new uint[] { 0, 18 }, TestName = "Offset that points into a fragment")]
    [TestCase(new uint[] { 8, 20 }, TestName = "Offsets that count from the value")]
    [TestCase(new uint[] { 0, 0 }, TestName = "Offsets that stand still")]
    [TestCase(new uint[] { 0, 0xFFFFFFFF }, TestName = "Offset beyond the end")]
    [TestCase(new uint[] { 0 }, TestName = "Too few offsets")]
    [TestCase(new uint[] { 0, 16, 34 }, TestName = "Too many offsets")]
    public async Task WrongBasicOffsetTable_IsReportedAndIgnored(uint[] offsets)
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(2, Pixels.Table(offsets), Pixels.Item(Pixels.JpegFrame1), Pixels.Item(Pixels.JpegFrame2)));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new[] { Pixels.JpegFrame1, Pixels.JpegFrame2 }));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.OffsetTable }));
    }

    [Test]
    public async Task MissingBasicOffsetTable_FirstFragmentIsNotTakenForIt()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(2, Pixels.Item(Pixels.JpegFrame1), Pixels.Item(Pixels.JpegFrame2)));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new[] { Pixels.JpegFrame1, Pixels.JpegFrame2 }));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.OffsetTable }));
    }

    [Test, Category("PS3.3 §C.7.6.3.1.8")]
    public async Task ExtendedOffsetTable_GivesFramesWithoutTheirPadding()
    {
        DicomDataset dataset = Pixels.Encapsulated(2, Empty, Pixels.Item(1, 2, 3, 0), Pixels.Item(4, 5));
        SetExtended(dataset, [0, 12], [3, 2]);

        Assert.That(await Pixels.AllAsync(await ReaderAsync(dataset)), Is.EqualTo(new byte[][] { [1, 2, 3], [4, 5] }));
    }

    [Test, Category("PS3.3 §C.7.6.3.1.8")]
    public async Task ExtendedOffsetTable_EmptyFragmentAtTheEnd_DoesNotTakeThePadding()
    {
        DicomDataset dataset = Pixels.Encapsulated(1, Empty, Pixels.Item(1, 2, 3, 0), Pixels.Item());
        SetExtended(dataset, [0], [3]);

        Assert.That(await Pixels.AllAsync(await ReaderAsync(dataset)), Is.EqualTo(new byte[][] { [1, 2, 3] }));
    }

    [TestCase(new ulong[] { 0, 13 }, new ulong[] { 3, 2 })]
    [TestCase(new ulong[] { 0, 12 }, new ulong[] { 3, 99 })]
    [TestCase(new ulong[] { 0, 12 }, new ulong[] { 1, 2 })]
    [TestCase(new ulong[] { 0, ulong.MaxValue }, new ulong[] { 3, 2 })]
    [TestCase(new ulong[] { 0, 12 }, new ulong[] { 3 })]
    public async Task WrongExtendedOffsetTable_IsReportedAndIgnored(ulong[] offsets, ulong[] lengths)
    {
        DicomDataset dataset = Pixels.Encapsulated(2, Empty, Pixels.Item(1, 2, 3, 0), Pixels.Item(4, 5));
        SetExtended(dataset, offsets, lengths);
        FrameReader reader = await ReaderAsync(dataset);

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2, 3, 0], [4, 5] }));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.OffsetTable }));
    }

    [Test]
    public async Task FewerFragmentsThanFrames_GivesThoseThatAreThere()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(1_000_000_000, Empty, Pixels.Item(Pixels.JpegFrame1), Pixels.Item(Pixels.JpegFrame2)));

        Assert.That(reader.Count, Is.EqualTo(2));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.FrameCount }));
    }

    [Test]
    public async Task FragmentThatClaimsTooMuch_EndsWithTheValue()
    {
        byte[] cut = [.. Pixels.Item(), .. Pixels.Item(1, 2), 0xFE, 0xFF, 0x00, 0xE0, 0xF0, 0xFF, 0xFF, 0x7F, 3, 4];
        FrameReader reader = await ReaderAsync(Pixels.Parse(2, cut));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2], [3, 4] }));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.Fragment }));
    }

    [Test]
    public void NoItemsAtAll_IsRefused() =>
        Assert.That(async () => await ReaderAsync(Pixels.Encapsulated(1)), Throws.TypeOf<DicomDataException>());

    [Test, Category("PS3.5 §A.4.6")]
    public async Task Video_IsOneStreamOverAllFragments()
    {
        DicomDataset dataset = Pixels.Encapsulated(25, Empty, Pixels.Item(1, 2), Pixels.Item(3, 4));
        FrameReader reader = await FrameReader.CreateAsync(dataset, TransferSyntax.MPEG4HP41);

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2, 3, 4] }));
        Assert.That(reader.Findings, Is.Empty);
    }

    [Test]
    public async Task FrameInOneFragmentOfMemory_IsAViewWithoutCopy()
    {
        DicomDataset dataset = Pixels.Encapsulated(1, Empty, Pixels.Item(1, 2));
        using EncodedFrame frame = await (await ReaderAsync(dataset)).ReadAsync(0);

        Assert.That(frame.Memory.Span.Overlaps(dataset.GetBytes(DicomTag.PixelData).Span), Is.True);
    }

    [Test]
    public async Task Frame_CountsFromZeroAndItsNumberFromOne()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(2, Empty, Pixels.Item(1, 2), Pixels.Item(3, 4)));
        using EncodedFrame frame = await reader.ReadAsync(1);

        Assert.That((frame.Frame, frame.FrameNumber, frame.TransferSyntax), Is.EqualTo((1, 2, TransferSyntax.JPEGBaseline8Bit)));
    }

    [Test]
    public async Task DisposedFrame_IsNotReadable()
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(1, Empty, Pixels.Item(1, 2)));
        EncodedFrame frame = await reader.ReadAsync(0);
        frame.Dispose();

        Assert.That(() => frame.Memory, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task NoSuchFrame_IsAnArgumentError([Values(-1, 2)] int frame)
    {
        FrameReader reader = await ReaderAsync(Pixels.Encapsulated(2, Empty, Pixels.Item(1, 2), Pixels.Item(3, 4)));

        Assert.That(async () => await reader.ReadAsync(frame), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task EncapsulatedUnderANativeSyntax_IsReportedAndRead()
    {
        FrameReader reader = await FrameReader.CreateAsync(Pixels.Encapsulated(1, Empty, Pixels.Item(1, 2)), TransferSyntax.ExplicitVRLittleEndian);

        Assert.That(reader.IsEncapsulated, Is.True);
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.TransferSyntax }));
    }

    [Test]
    public void NoPixelData_IsATypedError() =>
        Assert.That(async () => await ReaderAsync(new DicomDataset()), Throws.TypeOf<DicomDataException>().With.Property("Tag").EqualTo(DicomTag.PixelData));

    private static void SetExtended(DicomDataset dataset, ulong[] offsets, ulong[] lengths)
    {
        dataset.SetBytes(DicomTag.ExtendedOffsetTable, DicomVR.OV, offsets.SelectMany(BitConverter.GetBytes).ToArray());
        dataset.SetBytes(DicomTag.ExtendedOffsetTableLengths, DicomVR.OV, lengths.SelectMany(BitConverter.GetBytes).ToArray());
    }
}
