using System.Buffers.Binary;
using System.Security.Cryptography;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

/// <summary>What a stream may hold: markers that say colours, lines that come late, data sets that contradict, lies.</summary>
[Category("PS3.5 §8.2.1")]
[Parallelizable(ParallelScope.All)]
public sealed class JpegStreamTests
{
    private static readonly PixelLayout Ybr = JpegTesting.Color(16, 16, PhotometricInterpretation.YbrFull);

    // A flat image whose components are 200, 90, 160; without the segment that says JFIF.
    private static readonly byte[] Unmarked = WithoutSegment(Flat(), JpegMarker.Application0);

    private static readonly byte[] AsRgb = [244, 191, 133]; // of YCbCr 200, 90, 160

    [Test]
    public void Decode_UnmarkedStreamOfRgbDataSet_LeavesColorsAsTheyAre() =>
        Assert.That(FirstPixel(Unmarked, Ybr with { Photometric = PhotometricInterpretation.Rgb }), Is.EqualTo(new byte[] { 200, 90, 160 }));

    [TestCase(PhotometricInterpretation.YbrFull)]
    [TestCase(PhotometricInterpretation.YbrFull422)]
    [TestCase(PhotometricInterpretation.Unknown)]
    public void Decode_UnmarkedStreamOfOtherDataSet_GivesRgb(PhotometricInterpretation declared) =>
        Assert.That(FirstPixel(Unmarked, Ybr with { Photometric = declared }), Is.EqualTo(AsRgb).Within(1));

    [TestCase(0, PhotometricInterpretation.YbrFull, false)]
    [TestCase(1, PhotometricInterpretation.Rgb, true)]
    public void Decode_StreamMarkedByAdobe_BelievesTheMarkerNotTheDataSet(int transform, PhotometricInterpretation declared, bool isTransformed)
    {
        byte[] segment = [0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform];
        byte[] marked = [.. Unmarked[..2], .. segment, .. Unmarked[2..]];

        Assert.That(FirstPixel(marked, Ybr with { Photometric = declared }), Is.EqualTo(isTransformed ? AsRgb : [200, 90, 160]).Within(1));
    }

    [Test]
    public void Decode_JfifStreamOfRgbDataSet_GivesRgb() =>
        Assert.That(FirstPixel(Flat(), Ybr with { Photometric = PhotometricInterpretation.Rgb }), Is.EqualTo(AsRgb).Within(1));

    [Test]
    public void ReadLayout_OfColorStream_SaysRgb() =>
        Assert.That(new JpegCodec().ReadLayout(Flat(), Ybr with { Photometric = PhotometricInterpretation.YbrFull422, IsPlanar = true }).Photometric, Is.EqualTo(PhotometricInterpretation.Rgb));

    [Test]
    public void ReadLayout_OfGrayStreamInColorDataSet_BelievesTheStream()
    {
        PixelLayout gray = JpegTesting.Gray(16, 16);

        PixelLayout layout = new JpegCodec().ReadLayout(JpegTesting.Encode(JpegTesting.Picture(gray), gray, TransferSyntax.JPEGBaseline8Bit), Ybr);

        Assert.That((layout.SamplesPerPixel, layout.Photometric), Is.EqualTo((1, PhotometricInterpretation.Monochrome2)));
    }

    [Test]
    public void Decode_BaselineStreamInLosslessDataSetOf12Bits_BelievesTheStream()
    {
        PixelLayout gray = JpegTesting.Gray(16, 24), declared = JpegTesting.Gray(16, 24, 12);
        byte[] encoded = JpegTesting.Encode(JpegTesting.Picture(gray), gray, TransferSyntax.JPEGBaseline8Bit);

        using PixelFrame frame = JpegTesting.Decode(encoded, declared);

        Assert.That((frame.Layout.BitsAllocated, frame.Layout.BitsStored), Is.EqualTo((16, 8)));
        Assert.That(frame.Row<ushort>(3).ToArray(), Is.EqualTo(JpegTesting.DecodeBytes(encoded, gray)[72..96].Select(sample => (ushort)sample)));
    }

    [Test]
    public void ReadLayout_OfWordsOf16BitsWhere12AreStored_KeepsWhatTheDataSetSays()
    {
        PixelLayout words = JpegTesting.Gray(8, 8, 16);
        byte[] encoded = JpegTesting.Encode(JpegTesting.Picture(words), words, TransferSyntax.JPEGLossless);

        PixelLayout layout = new JpegCodec().ReadLayout(encoded, JpegTesting.Gray(8, 8, 12));

        Assert.That((layout.BitsAllocated, layout.BitsStored, layout.HighBit), Is.EqualTo((16, 12, 11)));
    }

    [Test]
    public void Decode_StreamWhoseLinesComeInASegmentOfTheirOwn_TakesThem()
    {
        PixelLayout gray = JpegTesting.Gray(16, 24);
        byte[] encoded = JpegTesting.Encode(JpegTesting.Picture(gray), gray, TransferSyntax.JPEGBaseline8Bit), expected = JpegTesting.DecodeBytes(encoded, gray);
        int frame = IndexOf(encoded, JpegMarker.BaselineFrame);
        encoded[frame + 5] = encoded[frame + 6] = 0;
        byte[] late = [.. encoded[..^2], 0xFF, 0xDC, 0, 4, 0, 16, 0xFF, 0xD9];

        Assert.That(JpegTesting.DecodeBytes(late, gray), Is.EqualTo(expected));
    }

    [TestCase("rows", 15, 16)]
    [TestCase("columns", 16, 15)]
    [TestCase("huge", 60000, 60000)]
    public void Decode_StreamOfAnotherSizeThanTheDataSet_IsRefused(string what, int rows, int columns) =>
        Assert.That(() => new JpegCodec().ReadLayout(Flat(), Ybr with { Rows = rows, Columns = columns }), Throws.TypeOf<DicomImageException>().With.Message.Contains("16 x 16"), what);

    [TestCase(0xC9, "arithmetic")]
    [TestCase(0xCA, "arithmetic")]
    [TestCase(0xC5, "hierarchical")]
    [TestCase(0xF7, "JPEG-LS")]
    public void ReadLayout_OfAProcessThatIsNotDecoded_NamesIt(int marker, string name)
    {
        byte[] stream = Flat();
        stream[IndexOf(stream, JpegMarker.BaselineFrame) + 1] = (byte)marker;

        Assert.That(() => new JpegCodec().ReadLayout(stream, Ybr), Throws.TypeOf<DicomImageException>().With.Message.Contains(name));
    }

    [TestCase("4.50")]
    [TestCase("4.51")]
    [TestCase("4.57")]
    public void Decode_StreamCutAnywhere_IsAnErrorNeverHalfAnImage(string syntaxEnd)
    {
        PixelLayout layout = JpegTesting.Gray(24, 24, syntaxEnd == "4.50" ? 8 : 12);
        byte[] stream = JpegTesting.Encode(JpegTesting.Picture(layout), layout, TransferSyntax.Get(new DicomUid("1.2.840.10008.1.2." + syntaxEnd)));

        for (int length = 0; length < stream.Length - 3; length++)
            Assert.That(() => JpegTesting.Decode(stream[..length], layout).Dispose(), Throws.TypeOf<DicomImageException>(), $"cut to {length} of {stream.Length} bytes");
    }

    [Test]
    public void Decode_ProgressiveStreamCutAnywhere_IsAnErrorNeverABlurredImage()
    {
        PixelLayout layout = JpegTesting.Gray(24, 24);
        byte[] stream = Peer.Run("cjpeg", Peer.Netpbm(JpegTesting.Picture(layout), 24, 24, 1), "-progressive");

        for (int length = 0; length < stream.Length - 3; length++)
            Assert.That(() => JpegTesting.Decode(stream[..length], layout).Dispose(), Throws.TypeOf<DicomImageException>(), $"cut to {length} of {stream.Length} bytes");
    }

    [Test]
    public void Decode_WhenCancelled_Stops()
    {
        PixelLayout layout = JpegTesting.Gray(24, 24);
        byte[] stream = JpegTesting.Encode(JpegTesting.Picture(layout), layout, TransferSyntax.JPEGLossless);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.That(() => new JpegCodec().Decode(stream, layout, new byte[layout.FrameLength], new CodecContext(layout, ct: stop.Token)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Decode_BeyondTheBudgetOfMemory_IsRefusedBeforeItIsTaken()
    {
        PixelLayout layout = JpegTesting.Gray(200, 200);
        byte[] stream = JpegTesting.Encode(JpegTesting.Picture(layout), layout, TransferSyntax.JPEGBaseline8Bit);
        var options = new CodecOptions { WorkingMemoryBase = 1000, WorkingMemoryFactor = 0.5 };

        Assert.That(() => new JpegCodec().Decode(stream, layout, new byte[layout.FrameLength], new CodecContext(layout, options)), Throws.TypeOf<DicomImageException>().With.Message.Contains("working memory"));
    }

    [TestCase("")]
    [TestCase("-progressive")]
    [TestCase("-sample 2x2 -restart 1")]
    public void Decode_StreamWithAnyByteChanged_GivesPixelsOrTheTypedError(string options)
    {
        PixelLayout layout = JpegTesting.Color(19, 23);
        byte[] stream = Peer.Run("cjpeg", Peer.Netpbm(JpegTesting.Picture(layout), 19, 23, 3), options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var random = new Random(7);
        int errors = 0;
        for (int i = 0; i < stream.Length; i++)
        {
            var changed = (byte[])stream.Clone();
            changed[i] = (byte)random.Next(256);
            try
            {
                JpegTesting.Decode(changed, layout).Dispose();
            }
            catch (DicomImageException)
            {
                errors++;
            }
        }

        Assert.That(errors, Is.GreaterThan(10));
    }

    [Test]
    public void Decode_ProgressiveScanThatComesTwice_IsRefused()
    {
        PixelLayout layout = JpegTesting.Gray(16, 16);
        byte[] stream = Peer.Run("cjpeg", Peer.Netpbm(JpegTesting.Picture(layout), 16, 16, 1), "-progressive");
        int scan = IndexOf(stream, JpegMarker.StartOfScan), next = scan + 2 + stream.AsSpan(scan + 2).IndexOf([(byte)0xFF, JpegMarker.HuffmanTables]);
        byte[] twice = [.. stream[..next], .. stream[scan..next], .. stream[next..]];

        Assert.That(() => JpegTesting.Decode(twice, layout), Throws.TypeOf<DicomImageException>().With.Message.Contains("refines"));
    }

    // Four components of sampling factors 1x1, 1x2, 3x1 and 1x4; one scan or four, with restart intervals. The sum is that of libjpeg-turbo's pixels.
    [TestCase("p1-a1.jpg")]
    [TestCase("p2-c1.jpg")]
    [TestCase("p2-c2.jpg")]
    public void Decode_ConformanceStreamOf8Bits_EqualsTheReferenceDecoder(string name)
    {
        PixelLayout layout = JpegTesting.Gray(257, 255) with { SamplesPerPixel = 4, Photometric = PhotometricInterpretation.Cmyk };

        byte[] pixels = JpegTesting.DecodeBytes(File.ReadAllBytes(SharedData.File("bitstreams/jpeg/" + name)), layout);

        Assert.That(Convert.ToHexStringLower(SHA256.HashData(pixels)), Is.EqualTo("56403f27f110ee7bfdd1193d7118bc1835ca66f46177f0a4e6d83daa42721f17"));
    }

    // The lossless streams hold the source image.
    [TestCase("p1-a1.jpg", "p14-o1.jpg", 8, 8)]
    [TestCase("p4-e1.jpg", "p14-o2.jpg", 12, 4)]
    [TestCase("p4-e2.jpg", "p14-o2.jpg", 12, 4)]
    public void Decode_ConformanceStream_IsNearTheLosslessOne(string lossy, string lossless, int bits, double tolerance)
    {
        int[] expected = ConformanceSamples(lossless, bits == 8 ? 8 : 16, bits == 8 ? 0 : 4), actual = ConformanceSamples(lossy, bits, 0);

        Assert.That(actual.Zip(expected, (a, b) => Math.Abs(a - b)).Average(), Is.LessThan(tolerance * (1 << (bits - 8))));
    }

    private static int[] ConformanceSamples(string name, int bits, int shift)
    {
        PixelLayout layout = JpegTesting.Gray(257, 255, bits) with { SamplesPerPixel = 4, Photometric = PhotometricInterpretation.Cmyk };
        using PixelFrame frame = JpegTesting.Decode(File.ReadAllBytes(SharedData.File("bitstreams/jpeg/" + name)), layout);
        var samples = new int[layout.PixelCount * 4];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (bits == 8 ? frame.Bytes[i] : BinaryPrimitives.ReadUInt16LittleEndian(frame.Bytes[(2 * i)..])) >> shift;
        return samples;
    }

    private static byte[] Flat() => JpegTesting.Encode(
        [.. Enumerable.Range(0, 256).SelectMany(_ => new byte[] { 200, 90, 160 })], Ybr, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { Quality = 100 });

    private static byte[] FirstPixel(byte[] stream, PixelLayout declared) => JpegTesting.DecodeBytes(stream, declared)[..3];

    private static byte[] WithoutSegment(byte[] stream, byte marker)
    {
        int at = IndexOf(stream, marker), length = BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(at + 2));
        return [.. stream[..at], .. stream[(at + 2 + length)..]];
    }

    private static int IndexOf(byte[] stream, byte marker) => stream.AsSpan().IndexOf([(byte)0xFF, marker]);
}
