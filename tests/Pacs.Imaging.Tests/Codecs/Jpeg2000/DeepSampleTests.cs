using System.Buffers.Binary;
using CsCheck;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Samples of more than 16 bits, in words of 32, both ways; from 25 bits on coefficients have more than 32 bits on their way.</summary>
[Category("PS3.5 §8.2.4")]
[Parallelizable(ParallelScope.Children)]
public sealed class DeepSampleTests
{
    private const int Columns = 150, Rows = 90;
    private static readonly Jpeg2000Codec Codec = new();
    private static readonly TransferSyntax[] Lossless = [TransferSyntax.JPEG2000Lossless, TransferSyntax.HTJ2KLossless, TransferSyntax.HTJ2KLosslessRPCL];

    [Test]
    public void Encode_Lossless_ComesBackExact([Range(17, 32)] int bits, [Values] bool isSigned, [Values] bool isNoise, [Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202")] string uid)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned, isNoise);
        Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.Get(new DicomUid(uid))), layout), Is.EqualTo(pixels));
    }

    [Test]
    public void Encode_LosslessColour_ComesBackExact([Range(17, 32)] int bits, [Values] bool isNoise, [Values(2, 3, 4)] int samples, [Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201")] string uid)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned: false, isNoise, samples);
        Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.Get(new DicomUid(uid))), layout), Is.EqualTo(pixels));
    }

    [Test]
    public void Encode_AnyDeepFrameLossless_ComesBackExact() =>
        Gen.Select(Gen.Int[1, 75], Gen.Int[1, 75], Gen.Int[1, 4], Gen.Int[17, 32], Gen.Bool, Gen.Int).Select(Gen.Int[0, 2], Gen.Bool).Sample((shape, syntax, isPlanar) =>
        {
            (int rows, int columns, int samples, int bits, bool isSigned, int seed) = shape;
            PixelLayout layout = Layout(columns, rows, samples, bits, isSigned);
            byte[] pixels = Noise(layout, seed), input = isPlanar ? Planar(pixels, layout) : pixels;
            Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, input, layout with { IsPlanar = isPlanar }, Lossless[syntax]), layout), Is.EqualTo(pixels), $"{layout}");
        }, iter: 200);

    [Test]
    public void Encode_OnSeveralThreads_WritesTheSameBytes([Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201")] string uid)
    {
        (PixelLayout layout, byte[] pixels) = Make(32, isSigned: false, isNoise: false, samples: 3);
        TransferSyntax syntax = TransferSyntax.Get(new DicomUid(uid));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Codec.Encode(pixels, layout, syntax, EncodeOptions.Default, output, new CodecContext(layout, new CodecOptions { MaxDegreeOfParallelism = 3 }));
        Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(Frame.Encode(Codec, pixels, layout, syntax)));
        byte[] decoded = new byte[pixels.Length];
        Codec.Decode(output.WrittenMemory, layout, decoded, new CodecContext(layout, new CodecOptions { MaxDegreeOfParallelism = 3 }));
        Assert.That(decoded, Is.EqualTo(pixels));
    }

    [Test]
    public void DecodeReduced_FromTheBytesItNeeds_IsNearTheMeanOfWhatItStandsFor([Values(25, 32)] int bits, [Values(1, 3)] int reductions)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned: false, isNoise: false);
        byte[] encoded = Frame.Encode(Codec, pixels, layout, TransferSyntax.HTJ2KLosslessRPCL);
        int needed = (int)Codec.GetReducedLength(encoded, layout, reductions, new CodecContext(layout));
        PixelLayout smaller = Codec.ReadReducedLayout(encoded, layout, reductions);
        byte[] reduced = new byte[smaller.FrameLength];
        Assert.That(needed, Is.LessThan(encoded.Length / 2));
        Assert.That(Codec.DecodeReduced(encoded.AsMemory(0, needed), layout, reductions, reduced, new CodecContext(layout)), Is.Null);
        // Waves that are long beside a pixel: what stands for a place is near what stands there.
        for (int y = 0; y < smaller.Rows; y++)
            for (int x = 0; x < smaller.Columns; x++)
                Assert.That((double)Sample(reduced, (y * smaller.Columns) + x, false), Is.EqualTo((double)Sample(pixels, ((y << reductions) * Columns) + (x << reductions), false)).Within(Math.ScaleB(1, bits - 3)), $"{x},{y}");
    }

    [Test]
    public void Encode_Lossless_OpenJpegDecodesToTheSameSamples([Range(17, 31)] int bits, [Values] bool isSigned)
    {
        OpenJpegLibrary oracle = OpenJpegLibrary.Require();
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned, isNoise: false);
        int[] samples = oracle.Decode(Frame.Encode(Codec, pixels, layout, TransferSyntax.JPEG2000Lossless))![0];
        for (int i = 0; i < samples.Length; i++) Assert.That(samples[i], Is.EqualTo(BinaryPrimitives.ReadInt32LittleEndian(pixels.AsSpan(4 * i))), $"sample {i}");
    }

    /// <summary>To 26 bits, which is what that encoder has room for.</summary>
    [Test]
    public void Decode_LosslessStreamOfOpenJpeg_GivesTheImage([Range(17, 26)] int bits, [Values("-n 3", "-n 3 -t 64,64", "-M 63 -b 16,16", "-r 20,5,1 -p CPRL -c [64,64]", "-n 1 -M 1")] string options)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned: false, isNoise: false);
        using var folder = new TemporaryFolder();
        // PGX: big endian words behind a line of text.
        byte[] words = (byte[])pixels.Clone();
        for (int i = 0; i < words.Length; i += 4) words.AsSpan(i, 4).Reverse();
        File.WriteAllBytes(folder.File("in.pgx"), [.. System.Text.Encoding.ASCII.GetBytes($"PG ML + {bits} {Columns} {Rows}\n"), .. words]);
        CommandLine.Run("opj_compress", "libopenjp2-tools", ["-i", folder.File("in.pgx"), "-o", folder.File("out.j2k"), .. options.Split(' ')]);
        Assert.That(Frame.Decode(Codec, File.ReadAllBytes(folder.File("out.j2k")), layout), Is.EqualTo(pixels));
    }

    /// <summary>A byte a sample is what the upper bits take, whatever is below: the lowest band, whose coefficients are the longest, is not cut off.</summary>
    [Test]
    public void Encode_ToARatio_KeepsTheUpperBits([Range(17, 32)] int bits, [Values] bool isSigned, [Values("1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.203")] string uid, [Values(1.5, 4)] double ratio)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned, isNoise: false);
        byte[] decoded = Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.Get(new DicomUid(uid)), new EncodeOptions { CompressionRatio = ratio }), layout);
        for (int i = 0; i < pixels.Length / 4; i++)
            Assert.That((double)Sample(decoded, i, isSigned), Is.EqualTo((double)Sample(pixels, i, isSigned)).Within(Math.ScaleB(1, bits - 8)), $"sample {i}");
    }

    /// <summary>With bytes enough an error is that of steps of 30 bits, and not of single precision.</summary>
    [Test]
    public void Encode_ToAllItsBytes_KeepsMoreThanSinglesHold([Range(25, 32)] int bits, [Values] bool isSigned, [Values("1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.203")] string uid, [Values(1, 3)] int samples)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned, isNoise: false, samples);
        byte[] decoded = Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.Get(new DicomUid(uid)), new EncodeOptions { CompressionRatio = 1 }), layout);
        long greatest = 0;
        for (int i = 0; i < pixels.Length / 4; i++) greatest = Math.Max(greatest, Math.Abs(Sample(decoded, i, isSigned) - Sample(pixels, i, isSigned)));
        Assert.That(greatest, Is.LessThan(1L << (bits - 20)));
    }

    /// <summary>Without decomposition and prediction a stream can be read by hand: the sample's distance from the middle of its range, in planes.</summary>
    [TestCase(32, false, 0xFFFFFFFFu, 31)]
    [TestCase(32, false, 0u, 32)]
    [TestCase(32, true, 0x80000000u, 32)]
    [TestCase(32, true, 5u, 3)]
    [TestCase(25, false, 0x1FFFFFFu, 24)]
    public void Encode_OneSample_HasTheZeroPlanesOfItsMagnitude(int bits, bool isSigned, uint sample, int used)
    {
        PixelLayout layout = Layout(1, 1, 1, bits, isSigned);
        byte[] pixels = BitConverter.GetBytes(sample), stream = Frame.Encode(Codec, pixels, layout, TransferSyntax.JPEG2000Lossless);
        var context = new CodecContext(layout);
        J2kCodestream codestream = J2kCodestream.Read(stream, context);
        using var tile = new J2kTile(codestream.Size, 0, codestream.Main, context);
        new J2kPacketReader(stream, tile, codestream.Tiles[0], context).ReadAll(0);
        Assert.That((tile.Precincts[0].Bands[0].Band.Planes - tile.Blocks[0].ZeroPlanes, (int)tile.Blocks[0].Passes), Is.EqualTo((used, (3 * used) - 2)));
        Assert.That(Frame.Decode(Codec, stream, layout), Is.EqualTo(pixels));
    }

    /// <summary>Exponents have five bits, so what is beyond 31 is said by more guard bits (ISO/IEC 15444-1 Equation E-2).</summary>
    [Test]
    public void Encode_DeepColour_DeclaresThePlanesOfTheTransforms()
    {
        (PixelLayout layout, byte[] pixels) = Make(32, isSigned: false, isNoise: true, samples: 3);
        J2kQuantization quantization = J2kCodestream.ReadMainHeader(Frame.Encode(Codec, pixels, layout, TransferSyntax.JPEG2000Lossless)).Main.Quantization(0);
        // 32 bits, one of the component transform, two of HH, and one that lifting may want.
        Assert.That(quantization.GuardBits + quantization.Exponent(3) - 1, Is.EqualTo(36));
        Assert.That(quantization.GuardBits + quantization.Exponent(0) - 1, Is.EqualTo(34));
    }

    private static PixelLayout Layout(int columns, int rows, int samples, int bits, bool isSigned) => new()
    {
        Columns = columns, Rows = rows, SamplesPerPixel = samples, BitsAllocated = 32, BitsStored = bits, HighBit = bits - 1, IsSigned = isSigned,
        Photometric = samples == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2,
    };

    private static (PixelLayout Layout, byte[] Pixels) Make(int bits, bool isSigned, bool isNoise, int samples = 1)
    {
        PixelLayout layout = Layout(Columns, Rows, samples, bits, isSigned);
        if (isNoise) return (layout, Noise(layout, bits));
        var random = new Random(bits);
        byte[] pixels = new byte[layout.FrameLength];
        long range = 1L << bits;
        for (int i = 0; i < pixels.Length / 4; i++)
            Put(pixels, i, (range / 3) + (long)(range / 4 * Math.Sin(i / samples % Columns * 0.1)) + random.NextInt64(range >> 12) - (isSigned ? range / 2 : 0));
        return (layout, pixels);
    }

    // Noise of the full range has both extremes beside each other, which gives the greatest coefficients there are.
    private static byte[] Noise(PixelLayout layout, int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[layout.FrameLength];
        long range = 1L << layout.BitsStored;
        int kind = seed & 3;
        for (int i = 0; i < pixels.Length / 4; i++)
        {
            long value = kind == 0 ? (i + (i / layout.Columns)) % 2 * (range - 1) : random.Next(3) switch { 0 => 0, 1 => range - 1, _ => random.NextInt64(range) };
            Put(pixels, i, value - (layout.IsSigned ? range / 2 : 0));
        }

        return pixels;
    }

    private static byte[] Planar(byte[] pixels, PixelLayout layout)
    {
        byte[] planar = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length / 4; i++)
            pixels.AsSpan(4 * i, 4).CopyTo(planar.AsSpan(4 * (int)((i % layout.SamplesPerPixel * layout.PixelCount) + (i / layout.SamplesPerPixel))));
        return planar;
    }

    private static void Put(byte[] pixels, int index, long value) => BinaryPrimitives.WriteUInt32LittleEndian(pixels.AsSpan(4 * index), (uint)value);

    private static long Sample(byte[] pixels, int index, bool isSigned) =>
        isSigned ? BinaryPrimitives.ReadInt32LittleEndian(pixels.AsSpan(4 * index)) : BinaryPrimitives.ReadUInt32LittleEndian(pixels.AsSpan(4 * index));
}
