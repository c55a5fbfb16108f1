using CsCheck;

namespace Pacs.Core.Tests.IO.Frames;

[Category("PS3.5 §8.1")]
public sealed class NativeFrameTests
{
    private static ValueTask<FrameReader> ReaderAsync(DicomDataset dataset) => FrameReader.CreateAsync(dataset, TransferSyntax.ExplicitVRLittleEndian);

    [Test]
    public async Task Frames_FollowEachOtherWithoutPadding()
    {
        // 3 bytes a frame, so that the second begins at an odd byte.
        FrameReader reader = await ReaderAsync(Pixels.Native(1, 3, 8, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0], DicomVR.OB));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2, 3], [4, 5, 6], [7, 8, 9] }));
        Assert.That(reader.Findings, Is.Empty);
        Assert.That(reader.IsVerbatim, Is.True);
        Assert.That(await reader.GetRangesAsync(1), Is.EqualTo(new[] { new ByteRange(3, 3) }));
    }

    [Test]
    public void SingleBitFrames_AreShiftedToTheirFirstByte() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 9], Gen.Int[1, 6], Gen.Int).Sample((rows, columns, frames, seed) =>
        {
            int bits = rows * columns;
            byte[] value = new byte[(bits * frames + 7) / 8];
            new Random(seed).NextBytes(value);
            FrameReader reader = ReaderAsync(Pixels.Native(rows, columns, 1, frames, value, DicomVR.OB)).AsTask().Result;
            for (int frame = 0; frame < frames; frame++)
            {
                byte[] expected = new byte[(bits + 7) / 8];
                for (int i = 0; i < bits; i++)
                {
                    int at = frame * bits + i;
                    expected[i / 8] |= (byte)((value[at / 8] >> (at % 8) & 1) << (i % 8));
                }

                if (!Pixels.BytesOfAsync(reader, frame).Result.SequenceEqual(expected)) return false;
            }

            return reader.Count == frames;
        });

    [Test]
    public async Task SubsampledFrames_HaveTwoSamplesAPixel()
    {
        FrameReader reader = await ReaderAsync(Pixels.Native(1, 2, 8, 2, [1, 2, 3, 4, 5, 6, 7, 8], DicomVR.OB, "YBR_FULL_422", samples: 3));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2, 3, 4], [5, 6, 7, 8] }));
    }

    [Test]
    public async Task SubsampledOnlyByName_IsReportedAndHasThreeSamplesAPixel()
    {
        FrameReader reader = await ReaderAsync(Pixels.Native(1, 2, 8, 1, [1, 2, 3, 4, 5, 6], DicomVR.OB, "YBR_FULL_422", samples: 3));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2, 3, 4, 5, 6] }));
        Assert.That(reader.Findings, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task MoreFramesStatedThanThere_GivesThoseThatBegin()
    {
        FrameReader reader = await ReaderAsync(Pixels.Native(1, 2, 16, int.MaxValue, [1, 2, 3, 4, 5, 6]));

        Assert.That(reader.Count, Is.EqualTo(2));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.FrameCount }));
        Assert.That(async () => await reader.ReadAsync(1), Throws.TypeOf<DicomDataException>().With.Message.Contains("8").And.Message.Contains("6"));
    }

    [Test]
    public async Task BytesLeftOver_AreReported()
    {
        FrameReader reader = await ReaderAsync(Pixels.Native(1, 1, 16, 1, [1, 2, 3, 4]));

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2] }));
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.FrameCount }));
    }

    [Test]
    public async Task BigEndianWords_AreTurnedRound_AlsoWhereAFrameBeginsWithinOne()
    {
        DicomDataset little = Pixels.Native(1, 3, 8, 2, [1, 2, 3, 4, 5, 6]);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        little.WriteTo(output, TransferSyntax.ExplicitVRBigEndian);
        FrameReader reader = await FrameReader.CreateAsync(DicomDataset.Parse(output.WrittenSpan.ToArray(), TransferSyntax.ExplicitVRBigEndian), TransferSyntax.ExplicitVRBigEndian);

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new byte[][] { [1, 2, 3], [4, 5, 6] }));
        Assert.That((reader.IsVerbatim, reader.TransferSyntax), Is.EqualTo((false, TransferSyntax.ExplicitVRLittleEndian)));
    }

    [TestCase(0x7FE0_0008u, 4)]
    [TestCase(0x7FE0_0009u, 8)]
    public async Task FloatingPointPixels_HaveTheirOwnElements(uint tag, int bytes)
    {
        DicomDataset dataset = Pixels.Native(1, 1, 16, 2, []);
        dataset.Remove(DicomTag.PixelData);
        dataset.Remove(DicomTag.BitsAllocated);
        byte[] value = [.. Enumerable.Range(1, 2 * bytes).Select(i => (byte)i)];
        dataset.SetBytes(new DicomTag(tag), bytes == 4 ? DicomVR.OF : DicomVR.OD, value);
        FrameReader reader = await ReaderAsync(dataset);

        Assert.That(await Pixels.AllAsync(reader), Is.EqualTo(new[] { value[..bytes], value[bytes..] }));
        Assert.That(reader.Tag.Value, Is.EqualTo(tag));
    }

    [TestCase("Rows")]
    [TestCase("Columns")]
    [TestCase("BitsAllocated")]
    public void ShapeMissing_IsATypedErrorThatNamesTheAttribute(string keyword)
    {
        DicomDataset dataset = Pixels.Native(1, 1, 16, 1, [1, 2]);
        dataset.Remove(DicomTag.Parse(keyword));

        Assert.That(async () => await ReaderAsync(dataset), Throws.TypeOf<DicomDataException>().With.Message.Contains(DicomTag.Parse(keyword).ToString()));
    }

    [Test]
    public async Task LargestShapeThatCanBeStated_DoesNotOverflow()
    {
        FrameReader reader = await ReaderAsync(Pixels.Native(65535, 65535, 65535, int.MaxValue, [1, 2], samples: 3));

        Assert.That(reader.Count, Is.EqualTo(1));
        Assert.That(async () => await reader.ReadAsync(0), Throws.TypeOf<DicomDataException>());
    }

    [Test]
    public async Task NativeUnderAnEncapsulatedSyntax_IsReportedAndRead()
    {
        FrameReader reader = await FrameReader.CreateAsync(Pixels.Native(1, 1, 16, 1, [1, 2]), TransferSyntax.JPEGBaseline8Bit);

        Assert.That(reader.IsEncapsulated, Is.False);
        Assert.That(reader.Findings.Select(finding => finding.Kind), Is.EqualTo(new[] { FindingKind.TransferSyntax }));
    }
}
