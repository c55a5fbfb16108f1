using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Headers that lie about sizes, counts and offsets end in a typed error, or in what the packets give; never in memory or time beyond the frame's.</summary>
[Category("ISO/IEC 15444-1 §A")]
public sealed class CodestreamLieTests
{
    private static readonly Jpeg2000Codec Codec = new();
    private static readonly TestImage Image = TestImage.Make(60, 45, 3, 8);
    private static readonly byte[] Sound = Frame.Encode(Codec, Image.Pixels, Image.Layout, TransferSyntax.JPEG2000Lossless);
    private static readonly byte[] SoundHt = Frame.Encode(Codec, Image.Pixels, Image.Layout, TransferSyntax.HTJ2KLossless);

    [TestCase(0x51, 2, 0u, "empty", TestName = "Siz_NoWidth")]
    [TestCase(0x51, 2, 61u, "60 x 45", TestName = "Siz_AnotherWidth")]
    [TestCase(0x51, 6, 0xFFFFFFFFu, "4294967295", TestName = "Siz_HeightBeyond31Bits")]
    [TestCase(0x51, 10, 60u, "empty", TestName = "Siz_OffsetAtTheEdge")]
    [TestCase(0x51, 18, 0u, "tiles", TestName = "Siz_TilesWithoutWidth")]
    [TestCase(0x51, 26, 1u, "tiles", TestName = "Siz_FirstTileBehindTheImage")]
    public void Siz_ThatLies_IsRefused(int marker, int offset, uint value, string says) =>
        Assert.That(() => Decode(With(Sound, marker, offset, 4, value)), Throws.TypeOf<DicomImageException>().With.Message.Contains(says));

    [TestCase(0x51, 34, 2, 0u, "components", TestName = "Siz_NoComponent")]
    [TestCase(0x51, 34, 2, 16384u, "components", TestName = "Siz_MoreComponentsThanItHas")]
    [TestCase(0x51, 34, 2, 2u, "components", TestName = "Siz_FewerComponentsThanDeclared")]
    [TestCase(0x51, 36, 1, 0x7Fu, "bits", TestName = "Siz_128Bits")]
    [TestCase(0x51, 37, 1, 0u, "sample every", TestName = "Siz_ComponentWithoutDistance")]
    [TestCase(0x52, 1, 1, 5u, "progression", TestName = "Cod_UnknownProgression")]
    [TestCase(0x52, 2, 2, 0u, "layer", TestName = "Cod_NoLayer")]
    [TestCase(0x52, 4, 1, 2u, "component transform", TestName = "Cod_UnknownComponentTransform")]
    [TestCase(0x52, 5, 1, 33u, "decomposition", TestName = "Cod_33Levels")]
    [TestCase(0x52, 5, 1, 32u, "too early", TestName = "Cod_MoreLevelsThanPrecincts")]
    [TestCase(0x52, 6, 1, 9u, "code blocks", TestName = "Cod_BlocksOf2048")]
    [TestCase(0x52, 8, 1, 0x80u, "reserved", TestName = "Cod_ReservedBlockStyle")]
    [TestCase(0x52, 9, 1, 7u, "wavelet", TestName = "Cod_UnknownWavelet")]
    [TestCase(0x52, 11, 1, 0x08u, "precinct", TestName = "Cod_PrecinctOfOneSample")]
    [TestCase(0x5C, 0, 1, 0x43u, "quantization", TestName = "Qcd_UnknownStyle")]
    [TestCase(0x5C, 0, 1, 0x42u, "too few", TestName = "Qcd_StepsForHalfTheBands")]
    [TestCase(0x90, 0, 2, 1u, "tile 1", TestName = "Sot_TileThatIsNotThere")]
    [TestCase(0x90, 2, 4, 5u, "tile-part", TestName = "Sot_ShorterThanItsHeader")]
    public void Field_ThatLies_IsRefused(int marker, int offset, int width, uint value, string says) =>
        Assert.That(() => Decode(With(Sound, marker, offset, width, value)), Throws.TypeOf<DicomImageException>().With.Message.Contains(says));

    [Test]
    public void SegmentLength_OfAnyMarker_IsNotTrusted([Values(0x51, 0x52, 0x5C, 0x55, 0x90)] int marker, [Values(0u, 1u, 2u, 3u, 0xFFFFu)] uint length)
    {
        byte[] lying = With(Sound, marker, -2, 2, length);
        try
        {
            Decode(lying);
        }
        catch (DicomImageException refused)
        {
            Assert.That(refused.Message, Is.Not.Empty);
        }
    }

    [Test]
    public void Psot_BeyondTheEnd_EndsWithTheFrame()
    {
        byte[] lying = (byte[])Sound.Clone();
        int last = lying.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0x90, 0, 10]);
        BinaryPrimitives.WriteUInt32BigEndian(lying.AsSpan(last + 6), uint.MaxValue);
        Assert.That(Frame.Decode(Codec, lying, Image.Layout), Is.EqualTo(Image.Pixels));
    }

    [Test]
    public void TilePart_CutInItsHeader_IsAsIfItWereNotThere()
    {
        int end = J2kCodestream.ReadMainHeader(Sound).MainHeaderEnd;
        for (int length = end; length < end + 14; length++) Assert.That(() => Decode(Sound[..length]), Throws.TypeOf<DicomImageException>(), $"{length} bytes");
    }

    [Test]
    public void CodSegment_OfALaterTilePart_ChangesNothing()
    {
        // A component transform for one component, in a header that is then cut.
        TestImage gray = TestImage.Make(60, 45, 1, 8);
        byte[] sound = Frame.Encode(Codec, gray.Pixels, gray.Layout, TransferSyntax.HTJ2KLossless);
        int last = sound.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0x90, 0, 10]);
        byte[] lying = [.. sound[..(last + 12)], 0xFF, 0x52, 0, 12, 0, 2, 0, 1, 1, 5, 4, 4, 0x40, 1];
        byte[] pixels = new byte[gray.Pixels.Length];
        Assert.That(Codec.DecodeReduced(lying, gray.Layout, 0, pixels, new CodecContext(gray.Layout)), Is.Not.Null);
    }

    [Test]
    public void Layers_ThatAreNotThere_EndWithThePackets()
    {
        byte[] pixels = new byte[Image.Pixels.Length];
        string? missing = Codec.DecodeReduced(With(Sound, 0x52, 2, 2, 65535), Image.Layout, 0, pixels, new CodecContext(Image.Layout));
        Assert.That(missing, Is.Not.Null);
    }

    [Test]
    public void Precincts_AsManyAsSamples_StayWithinTheBudget()
    {
        PixelLayout layout = Image.Layout with { Rows = 4000, Columns = 4000, SamplesPerPixel = 1, Photometric = PhotometricInterpretation.Monochrome2 };
        byte[] stream = Stream(4000, 4000, levels: 0, precincts: [0x00]);
        Assert.That(() => Codec.Decode(stream, layout, new byte[layout.FrameLength], new CodecContext(layout)), Throws.TypeOf<DicomImageException>().With.Message.Contains("memory").Or.Message.Contains("longer"));
    }

    [Test]
    public void HtSegment_ThatClaimsMoreCodesThanItHas_IsRefused()
    {
        byte[] lying = (byte[])SoundHt.Clone();
        // The last bytes of the codestream are those of the last block; the two before EOC say how long its codes are.
        lying[^3] = 0xFF;
        Assert.That(() => Decode(lying), Throws.TypeOf<DicomImageException>().With.Message.Contains("codes"));
    }

    [Test]
    public void Frame_WithoutAnything_IsRefused([Values(0, 1, 3, 12)] int length) =>
        Assert.That(() => Decode(new byte[length]), Throws.TypeOf<DicomImageException>());

    [Test]
    public void Frame_CutInItsMainHeader_IsRefused()
    {
        int end = J2kCodestream.ReadMainHeader(Sound).MainHeaderEnd;
        for (int length = 0; length < end; length++) Assert.That(() => Decode(Sound[..length]), Throws.TypeOf<DicomImageException>(), $"{length} bytes");
    }

    private static void Decode(byte[] stream) => Codec.Decode(stream, Image.Layout, new byte[Image.Pixels.Length], new CodecContext(Image.Layout));

    // A codestream whose tile has no byte.
    private static byte[] Stream(int columns, int rows, byte levels, byte[] precincts)
    {
        byte[] siz = new byte[39];
        uint[] grid = [(uint)columns, (uint)rows, 0, 0, (uint)columns, (uint)rows, 0, 0];
        for (int i = 0; i < 8; i++) BinaryPrimitives.WriteUInt32BigEndian(siz.AsSpan(2 + 4 * i), grid[i]);
        (siz[35], siz[36], siz[37], siz[38]) = (1, 7, 1, 1);
        return
        [
            0xFF, 0x4F, 0xFF, 0x51, 0, 41, .. siz, 0xFF, 0x52, 0, (byte)(12 + precincts.Length), 1, 2, 0, 1, 0, levels, 4, 4, 0, 1, .. precincts,
            0xFF, 0x5C, 0, 4, 0x40, 0x40, 0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 15, 0, 1, 0xFF, 0x93, 0, 0xFF, 0xD9,
        ];
    }

    // Overwrites a field of the first segment with that marker; offsets count from the segment's first parameter.
    private static byte[] With(byte[] stream, int marker, int offset, int width, uint value)
    {
        byte[] changed = (byte[])stream.Clone();
        int at = changed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, (byte)marker]) + 4 + offset;
        for (int i = 0; i < width; i++) changed[at + i] = (byte)(value >> 8 * (width - 1 - i));
        return changed;
    }
}
