using System.Buffers;
using System.Buffers.Binary;
using Pacs.Core;
using Pacs.Fuzz;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>The way of 64 bits, against the one of 32 on what both can do: streams are the same, and so is what streams decode to.</summary>
[Category("ISO/IEC 15444-1")]
[Parallelizable(ParallelScope.Children)]
public sealed class WidePathTests
{
    private static readonly Jpeg2000Codec Codec = new();

    [Test]
    public void Encode_OfShortSamples_WritesTheSameBytes([Values(1, 3)] int samples, [Values(2, 8, 12, 16)] int bits, [Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202")] string uid)
    {
        TestImage image = TestImage.Make(131, 77, samples, bits, isSigned: true);
        TransferSyntax syntax = TransferSyntax.Get(new DicomUid(uid));
        var plan = new J2kEncodePlan(image.Layout, syntax, isReversible: true, step: 1);
        var context = new CodecContext(image.Layout);
        var output = new ArrayBufferWriter<byte>();
        using var wide = new J2kWideFrame(image.Pixels, image.Layout, plan, context);
        using J2kEncodedTile tile = J2kEncodedTile.EncodeWide(plan, wide.Planes, isMeasured: false, context);
        tile.Write(output);
        Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(Frame.Encode(Codec, image.Pixels, image.Layout, syntax)));
    }

    [Test]
    [Category("ISO/IEC 15444-1 §J.14")]
    public void Encode_OfShortMagnitudes_MeasuresTheSamePasses([Values(1, 7, 20, 24)] int bits)
    {
        uint[] narrow = [.. Magnitudes(bits).Select(magnitude => (uint)(magnitude & long.MaxValue) | (uint)(magnitude >> 63) << 31)];
        CodedBlock one = default, other = default;
        new MqBlockEncoder().Encode(narrow, 32, 20, J2kOrientation.HL, 30, isMeasured: true, ref one);
        new MqBlockEncoder().EncodeWide(Magnitudes(bits), 32, 20, J2kOrientation.HL, 30, isMeasured: true, ref other);
        Assert.That(other.Bytes.AsSpan(0, other.Length).ToArray(), Is.EqualTo(one.Bytes.AsSpan(0, one.Length).ToArray()));
        Assert.That((other.ZeroPlanes, other.KeptPasses, other.Passes), Is.EqualTo((one.ZeroPlanes, one.KeptPasses, one.Passes)));
    }

    /// <summary>All passes together take away all error: the sum of the squares, in half steps.</summary>
    [Test]
    [Category("ISO/IEC 15444-1 §J.14")]
    public void Encode_OfLongMagnitudes_MeasuresWhatAllPassesTakeAway([Values(25, 30, 36)] int bits)
    {
        ulong[] magnitudes = Magnitudes(bits);
        CodedBlock block = default;
        new MqBlockEncoder().EncodeWide(magnitudes, 32, 20, J2kOrientation.HL, 40, isMeasured: true, ref block);
        double all = magnitudes.Select(magnitude => (double)(magnitude & long.MaxValue)).Where(magnitude => magnitude > 0).Sum(magnitude => ((2 * magnitude) + 1) * ((2 * magnitude) + 1));
        Assert.That(block.Passes![^1].Gain, Is.EqualTo(all).Within(5).Percent);
        Assert.That(block.Passes.Select(pass => pass.Gain), Is.Ordered);
        Assert.That(block.Passes, Has.Length.EqualTo((3 * bits) - 2));
    }

    private static ulong[] Magnitudes(int bits)
    {
        var random = new Random(bits);
        return [.. Enumerable.Range(0, 32 * 20).Select(i => i == 3 ? (1UL << bits) - 1 : random.Next(4) == 0 ? 0 : (ulong)random.NextInt64(1, 1L << bits) | ((ulong)random.Next(2) << 63))];
    }

    private static readonly string[] Options =
    [
        "-n 1", "-n 6", "-M 1", "-M 2", "-M 4", "-M 8", "-M 63 -b 16,16", "-M 5", "-t 37,41", "-t 45,60 -r 9,1 -TP L", "-d 13,9", "-d 1,1 -b 8,8 -c [128,64]", "-p CPRL -c [64,32],[32,64] -r 20,1", "-ROI c=0,U=5",
    ];

    /// <summary>A signed sample means the same with more bits declared, which lead the decoder the other way.</summary>
    [Test]
    public void Decode_OfAStreamThatDeclaresMoreBits_GivesTheSameSamples([ValueSource(nameof(Options))] string options, [Values(1, 3)] int samples, [Values(1, 3)] int threads)
    {
        TestImage image = TestImage.Make(101, 87, samples, samples == 1 ? 12 : 8, isSigned: true);
        byte[] stream = OpenJpegMatrixTests.Compress(image, options);
        AssertSame(stream, image.Layout, 0, threads);
        Assert.That(Frame.Decode(Codec, stream, image.Layout), Is.EqualTo(image.Pixels));
    }

    [Test]
    public void Decode_OfAnHtStreamThatDeclaresMoreBits_GivesTheSameSamples([Values(1, 3)] int samples, [Values(0, 1, 2)] int reductions)
    {
        TestImage image = TestImage.Make(101, 87, samples, 12, isSigned: true);
        AssertSame(Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.HTJ2KLossless), image.Layout, reductions, threads: 1);
    }

    /// <summary>Steps of the irreversible wavelet grow with the bits declared (Equation E-3), and so do the samples.</summary>
    [Test]
    public void Decode_OfALossyStreamThatDeclaresMoreBits_GivesAsMuchMore([Values("-I -r 8", "-I -r 30,15,5 -t 60,60", "-I -r 5 -d 11,3 -n 4", "-I -r 6 -n 1")] string options, [Values(1, 3)] int samples)
    {
        TestImage image = TestImage.Make(101, 87, samples, samples == 1 ? 12 : 8, isSigned: true);
        byte[] stream = OpenJpegMatrixTests.Compress(image, options);
        int more = 28 - image.Layout.BitsStored;
        long[] narrow = Samples(Frame.Decode(Codec, stream, image.Layout), image.Layout), wide = Decode(Deeper(stream, 28), image.Layout, 0, 1);
        for (int i = 0; i < narrow.Length; i++) Assert.That(Math.ScaleB(wide[i], -more), Is.EqualTo((double)narrow[i]).Within(0.51), $"sample {i}");
    }

    [Test]
    [Category("ISO/IEC 15444-15 §7.4")]
    public void Decode_OfRefinedHtBlocks_GivesTheSameSamples([Values(1, 2, 3)] int passes, [Values] bool isCausal, [Values(0, 1)] int irreversible)
    {
        var random = new Random(passes);
        var encoder = new HtBlockEncoder();
        foreach ((int width, int height) in new[] { (1, 1), (4, 4), (5, 3), (8, 9), (16, 16) })
        {
            uint[] magnitudes = [.. Enumerable.Range(0, width * height).Select(_ => random.Next(3) == 0 ? (uint)random.Next(900) | (uint)random.Next(2) << 31 : 0)];
            magnitudes[0] = 1;
            CodedBlock block = default;
            encoder.Encode(magnitudes, width, height, 21, ref block);
            byte[] refinement = new byte[passes == 1 ? 0 : block.Length];
            random.NextBytes(refinement);
            byte[] input = [(byte)(width - 1), (byte)(height - 1), (byte)((isCausal ? 8 : 0) | 0x80 * (1 - irreversible)), (byte)(passes - 1), 18, passes == 1 ? (byte)0 : (byte)128, .. block.Bytes.AsSpan(0, block.Length), .. refinement];
            block.Release();
            byte[] stream = BlockStream.Make(input, (64, 8));
            var layout = new PixelLayout { Rows = height, Columns = width, BitsAllocated = 16, BitsStored = 16, HighBit = 15 };
            long[] narrow = Samples(Frame.Decode(Codec, stream, layout), layout), wide = Decode(Deeper(stream, 30), layout, 0, 1);
            for (int i = 0; i < narrow.Length; i++)
            {
                // Samples without a sign are shifted by half of their range.
                double expected = narrow[i] - 32768, actual = wide[i] - (1L << 29);
                Assert.That(irreversible == 0 ? actual : Math.ScaleB(actual, -14), Is.EqualTo(expected).Within(irreversible == 0 ? 0 : 0.51), $"{width} x {height}, sample {i}");
            }
        }
    }

    /// <summary>Coefficients of a region are shifted above all others, which makes twice as many planes (§H.1).</summary>
    [Test]
    [Category("ISO/IEC 15444-1 §H.1")]
    public void Decode_ARegionOfInterestOf16Bits_IsExact([Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201")] string uid, [Values(1, 3)] int samples)
    {
        TestImage image = TestImage.Make(90, 70, samples, 16);
        var plan = new J2kEncodePlan(image.Layout, TransferSyntax.Get(new DicomUid(uid)), isReversible: true, step: 1);
        int shift = new J2kTileComponent(plan.Size, plan.Size.Tile(0), plan.Parameters, 0).Resolutions[^1].Bands[^1].Planes;
        var regions = new List<byte[]>();
        for (int c = 0; c < samples; c++)
        {
            byte[] body = [(byte)c, 0, (byte)shift];
            var segment = new J2kSegment(body, J2kMarker.Rgn, 0);
            plan.Parameters.TryRead(J2kMarker.Rgn, ref segment);
            regions.Add(TestStream.Segment(J2kMarker.Rgn & 0xFF, body));
        }

        byte[] stream = EncodeShifted(image, plan, shift);
        TestStream parts = TestStream.Read(stream);
        byte[] marked = TestStream.Write([.. parts.Main, .. regions.SelectMany(region => region)], parts.Parts);
        Assert.That(Frame.Decode(Codec, marked, image.Layout), Is.EqualTo(image.Pixels));
        Assert.That(Frame.Decode(Codec, stream, image.Layout), Is.Not.EqualTo(image.Pixels), "without the marker nothing is shifted back");
    }

    // As the encoder does it, but for the shift of every coefficient in the left half of each band.
    private static byte[] EncodeShifted(TestImage image, J2kEncodePlan plan, int shift)
    {
        PixelLayout layout = image.Layout;
        var context = new CodecContext(layout);
        int count = (int)layout.PixelCount;
        long[][] planes = [.. Enumerable.Range(0, layout.SamplesPerPixel).Select(c => Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadUInt16LittleEndian(image.Pixels.AsSpan(2 * ((i * layout.SamplesPerPixel) + c))) - 32768L).ToArray())];
        if (plan.HasComponentTransform) ComponentTransform.ForwardReversible(planes[0].AsSpan(), planes[1].AsSpan(), planes[2].AsSpan());
        for (int c = 0; c < planes.Length; c++)
        {
            var component = new J2kTileComponent(plan.Size, plan.Size.Tile(0), plan.Parameters, c);
            WideWavelet.Analyze(planes[c], component, context);
            foreach (J2kBand band in component.Resolutions.SelectMany(resolution => resolution.Bands))
                for (int y = band.Top; y < band.Top + band.Area.Height; y++)
                    for (int x = band.Left; x < band.Left + (band.Area.Width / 2); x++) planes[c][(y * layout.Columns) + x] <<= shift;
        }

        var output = new ArrayBufferWriter<byte>();
        using J2kEncodedTile tile = J2kEncodedTile.EncodeWide(plan, planes, isMeasured: false, context);
        tile.Write(output);
        return output.WrittenSpan.ToArray();
    }

    private static void AssertSame(byte[] stream, PixelLayout layout, int reductions, int threads)
    {
        PixelLayout smaller = Codec.ReadReducedLayout(stream, layout, reductions);
        byte[] pixels = new byte[smaller.FrameLength];
        Codec.DecodeReduced(stream, layout, reductions, pixels, new CodecContext(layout));
        // What overshoots is cut to the range that is declared.
        long greatest = (1L << (layout.BitsStored - 1)) - 1;
        Assert.That(Decode(Deeper(stream, 30), layout, reductions, threads).Select(sample => Math.Clamp(sample, ~greatest, greatest)), Is.EqualTo(Samples(pixels, smaller)));
    }

    private static long[] Decode(byte[] stream, PixelLayout layout, int reductions, int threads)
    {
        PixelLayout deep = Codec.ReadReducedLayout(stream, layout, reductions);
        Assert.That(deep.BitsAllocated, Is.EqualTo(32));
        byte[] pixels = new byte[deep.FrameLength];
        Codec.DecodeReduced(stream, layout, reductions, pixels, new CodecContext(deep, new CodecOptions { MaxDegreeOfParallelism = threads }));
        return Samples(pixels, deep);
    }

    private static long[] Samples(byte[] pixels, PixelLayout layout) => [.. Enumerable.Range(0, (int)layout.PixelCount * layout.SamplesPerPixel).Select(i => (layout.BitsAllocated, layout.IsSigned) switch
    {
        (8, true) => (long)(sbyte)pixels[i],
        (8, false) => pixels[i],
        (16, true) => BinaryPrimitives.ReadInt16LittleEndian(pixels.AsSpan(2 * i)),
        (16, false) => BinaryPrimitives.ReadUInt16LittleEndian(pixels.AsSpan(2 * i)),
        (_, true) => BinaryPrimitives.ReadInt32LittleEndian(pixels.AsSpan(4 * i)),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(pixels.AsSpan(4 * i)),
    })];

    // The depths of SIZ are overwritten (§A.5.1).
    private static byte[] Deeper(byte[] stream, int bits)
    {
        byte[] deeper = (byte[])stream.Clone();
        for (int c = 0; c < deeper[41]; c++) deeper[42 + (3 * c)] = (byte)((deeper[42 + (3 * c)] & 0x80) | (bits - 1));
        return deeper;
    }
}
