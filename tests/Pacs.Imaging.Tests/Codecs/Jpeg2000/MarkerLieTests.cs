using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Segments that lie, put into a sound stream: those that matter are refused, those that are hints change nothing.</summary>
[Category("ISO/IEC 15444-1 §A")]
public sealed class MarkerLieTests
{
    private const int Coc = 0x53, Tlm = 0x55, Plm = 0x57, Plt = 0x58, Cpf = 0x59, Qcc = 0x5D, Rgn = 0x5E, Poc = 0x5F, Ppm = 0x60, Ppt = 0x61, Crg = 0x63, Com = 0x64, Cap = 0x50, Cod = 0x52, Siz = 0x51, Sot = 0x90;
    private static readonly Jpeg2000Codec Codec = new();
    private static readonly TestImage Image = TestImage.Make(60, 45, 3, 8);
    private static readonly TestStream Sound = TestStream.Read(Frame.Encode(Codec, Image.Pixels, Image.Layout, TransferSyntax.JPEG2000Lossless));
    private static readonly TestStream SoundHt = TestStream.Read(Frame.Encode(Codec, Image.Pixels, Image.Layout, TransferSyntax.HTJ2KLossless));

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("Coc_OfAComponentThatIsNotThere", Coc, "component 3", 3, 0, 5, 4, 4, 0, 1);
        yield return Case("Coc_WithoutAnything", Coc, "too early");
        yield return Case("Coc_CutInItsStyle", Coc, "too early", 0, 0, 5, 4);
        yield return Case("Coc_33Levels", Coc, "decomposition", 0, 0, 33, 4, 4, 0, 1);
        yield return Case("Coc_PrecinctsThatAreNotThere", Coc, "too early", 0, 1, 5, 4, 4, 0, 1, 0x77);
        yield return Case("Coc_BlocksOf8192Samples", Coc, "code blocks", 0, 0, 5, 6, 5, 0, 1);
        yield return Case("Coc_AnotherWaveletThanTheTransformNeeds", Coc, "component transform", 1, 0, 5, 4, 4, 0, 0);
        yield return Case("Qcc_OfAComponentThatIsNotThere", Qcc, "component 255", 255, 0x40, 0x40);
        yield return Case("Qcc_WithoutSteps", Qcc, "no step size", 0, 0x40);
        yield return Case("Qcc_UnknownStyle", Qcc, "quantization", 0, 0x43, 0x40);
        yield return Case("Qcc_HalfAStep", Qcc, "too few", 0, 0x42, 0x40, 0x40, 0x40);
        yield return Case("Rgn_OfAComponentThatIsNotThere", Rgn, "component 9", 9, 0, 5);
        yield return Case("Rgn_UnknownStyle", Rgn, "style 1", 0, 1, 5);
        yield return Case("Rgn_ShiftOf200", Rgn, "200", 0, 0, 200);
        yield return Case("Rgn_WithoutAShift", Rgn, "too early", 0, 0);
        yield return Case("Poc_CutInAChange", Poc, "", 0, 0, 0, 1, 6, 3);
        yield return Case("Poc_UnknownOrder", Poc, "progression", 0, 0, 0, 1, 6, 3, 7);
        yield return Case("Ppm_WithoutAnything", Ppm, "too early");
        yield return Case("Ppm_OfFewerTilePartsThanThereAre", Ppm, "packed packet headers", 0, 0, 0, 0, 0);
        yield return Case("Ppm_MoreBytesThanItHas", Ppm, "packed packet headers", 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3);
        yield return Case("Siz_Twice", Siz, "second SIZ", 0, 0);
    }

    [TestCaseSource(nameof(Refused))]
    public void MainHeader_WithALie_IsRefused(int marker, string says, byte[] body) =>
        Assert.That(() => Decode(WithMain(TestStream.Segment(marker, body))), Throws.TypeOf<DicomImageException>().With.Message.Contains(says));

    private static IEnumerable<TestCaseData> Hints()
    {
        yield return Case("Tlm_LengthsBeyondTheEnd", Tlm, "", 0, 0x60, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF);
        yield return Case("Tlm_TileThatIsNotThere", Tlm, "", 0, 0x60, 0xFF, 0xFF, 0, 0, 0, 1);
        yield return Case("Tlm_CutInAnEntry", Tlm, "", 0, 0x60, 0, 0, 0);
        yield return Case("Tlm_UnknownSizes", Tlm, "", 0, 0x70, 0, 0, 0, 0);
        yield return Case("Tlm_WithoutAnything", Tlm, "");
        yield return Case("Plm_LengthsThatDoNotEnd", Plm, "", 0, 200, 0x81, 0x81);
        yield return Case("Plm_WithoutAnything", Plm, "");
        yield return Case("Crg_OfOneComponent", Crg, "", 0xFF, 0xFF);
        yield return Case("Crg_WithoutAnything", Crg, "");
        yield return Case("Com_WithoutAnything", Com, "");
        yield return Case("Com_UnknownKind", Com, "", 0xFF, 0xFF, 0, 0, 0);
        yield return Case("Cap_AllBits", Cap, "", 0xFF, 0xFF, 0xFF, 0xFF);
        yield return Case("Cap_WithoutAnything", Cap, "");
        yield return Case("Cpf_AllBits", Cpf, "", 0xFF, 0xFF);
        yield return Case("Cpf_WithoutAnything", Cpf, "");
        yield return Case("Marker_ThatNobodyKnows", 0x7F, "", 1, 2, 3);
    }

    [TestCaseSource(nameof(Hints))]
    public void MainHeader_WithALieInAHint_IsReadAsIfItWereNotThere(int marker, string says, byte[] body)
    {
        foreach (TestStream stream in new[] { Sound, SoundHt })
            Assert.That(Frame.Decode(Codec, WithMain(TestStream.Segment(marker, body), stream), Image.Layout), Is.EqualTo(Image.Pixels), says);
    }

    private static IEnumerable<TestCaseData> TileHints()
    {
        yield return Case("Plt_LengthsThatDoNotEnd", Plt, "", 0, 0xFF, 0xFF, 0xFF);
        yield return Case("Plt_LengthsBeyondTheEnd", Plt, "", 0, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F, 0x01, 0x00);
        yield return Case("Plt_WithoutAnything", Plt, "");
        yield return Case("Com_InATilePart", Com, "", 0, 1, 65);
    }

    [TestCaseSource(nameof(TileHints))]
    public void TilePart_WithALieInAHint_IsReadAsIfItWereNotThere(int marker, string says, byte[] body)
    {
        byte[] stream = WithTilePart(TestStream.Segment(marker, body));
        Assert.That(Frame.Decode(Codec, stream, Image.Layout), Is.EqualTo(Image.Pixels), says);
        // Nor do they lead who reads a beginning only to another picture, or to no end.
        Assert.That(ReducedFromBeginnings(stream), Is.EqualTo(ReducedFromBeginnings(Sound.Write())));
    }

    private static IEnumerable<TestCaseData> TileLies()
    {
        yield return Case("Ppt_WithoutAnything", Ppt, "too early");
        yield return Case("Coc_OfAComponentThatIsNotThere_InATilePart", Coc, "component 7", 7, 0, 5, 4, 4, 0, 1);
        yield return Case("Qcc_WithoutSteps_InATilePart", Qcc, "no step size", 1, 0x40);
        yield return Case("Rgn_ShiftOf99_InATilePart", Rgn, "99", 0, 0, 99);
        yield return Case("Poc_UnknownOrder_InATilePart", Poc, "progression", 0, 0, 0, 1, 6, 3, 9);
        yield return Case("Siz_InATilePart", Siz, "FF51", 0, 0);
        yield return Case("Sot_InATilePart", Sot, "FF90", 0, 0, 0, 0, 0, 0, 0, 1);
    }

    [TestCaseSource(nameof(TileLies))]
    public void TilePart_WithALie_IsRefused(int marker, string says, byte[] body) =>
        Assert.That(() => Decode(WithTilePart(TestStream.Segment(marker, body))), Throws.TypeOf<DicomImageException>().With.Message.Contains(says));

    [TestCase(TestName = "Ppt_FewerHeadersThanPackets")]
    public void Ppt_OfAllZeros_EndsWithWhatItSays()
    {
        byte[] stream = WithTilePart(TestStream.Segment(Ppt, 0, 0, 0));
        Assert.That(Codec.DecodeReduced(stream, Image.Layout, 0, new byte[Image.Pixels.Length], new CodecContext(Image.Layout)), Is.Not.Null);
    }

    [Test]
    public void Poc_ThatLeavesPacketsOut_EndsWithWhatItSays()
    {
        byte[] stream = WithMain(TestStream.Segment(Poc, 0, 0, 0, 1, 2, 3, 2));
        byte[] pixels = new byte[Image.Pixels.Length];
        Assert.That(() => Codec.DecodeReduced(stream, Image.Layout, 0, pixels, new CodecContext(Image.Layout)), Throws.Nothing);
    }

    [Test]
    public void Coc_PrecinctsOfOneSample_StayWithinTheBudget() =>
        EndsAsItShould(WithMain(TestStream.Segment(Coc, 0, 1, 5, 4, 4, 0, 1, 0x00, 0x11, 0x11, 0x11, 0x11, 0x11)));

    [Test]
    public void SegmentLength_OfAnyMarker_IsNotTrusted(
        [Values(Coc, Tlm, Plm, Plt, Cpf, Qcc, Rgn, Poc, Ppm, Ppt, Crg, Com, Cap, Cod)] int marker, [Values(0, 1, 2, 3, 100, 0xFFFF)] int length, [Values] bool isInTilePart)
    {
        byte[] segment = [0xFF, (byte)marker, (byte)(length >> 8), (byte)length, 0, 0, 0, 1, 0, 0];
        byte[] stream = isInTilePart ? WithTilePart(segment) : WithMain(segment);
        EndsAsItShould(stream);
        Assert.That(() => Codec.TryGetReducedLength(stream, Image.Layout, 1, new CodecContext(Image.Layout), out _), Throws.Nothing);
    }

    [Test]
    public void Sot_PartsOutOfOrder_AreReadAsTheyStand([Values(0, 7, 255)] int index)
    {
        byte[] stream = Sound.Write();
        int at = stream.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0x90, 0, 10]);
        stream[at + 10] = (byte)index;
        stream[at + 11] = (byte)index;
        Assert.That(Frame.Decode(Codec, stream, Image.Layout), Is.EqualTo(Image.Pixels));
    }

    private static TestCaseData Case(string name, int marker, string says, params byte[] body) => new TestCaseData(marker, says, body).SetArgDisplayNames(name);

    private static byte[] WithMain(byte[] segment, TestStream? stream = null) => TestStream.Write([.. (stream ?? Sound).Main, .. segment], (stream ?? Sound).Parts);

    private static byte[] WithTilePart(byte[] segment) => TestStream.Write(Sound.Main, [Sound.Parts[0] with { Head = [.. Sound.Parts[0].Head, .. segment] }, .. Sound.Parts.Skip(1)]);

    private static void Decode(byte[] stream) => Codec.Decode(stream, Image.Layout, new byte[Image.Pixels.Length], new CodecContext(Image.Layout));

    // With pixels, or with the error of its kind.
    private static void EndsAsItShould(byte[] stream)
    {
        try
        {
            Decode(stream);
        }
        catch (DicomImageException refused)
        {
            Assert.That(refused.Message, Is.Not.Empty);
        }
    }

    // As who reads from a disk: longer beginnings until one suffices.
    private static byte[] ReducedFromBeginnings(byte[] stream)
    {
        var context = new CodecContext(Image.Layout);
        long length = 100;
        for (int reads = 0; length < stream.Length && !Codec.TryGetReducedLength(stream.AsMemory(0, (int)length), Image.Layout, 2, context, out long next); reads++)
        {
            Assert.That(next, Is.GreaterThan(length));
            Assert.That(reads, Is.LessThan(20));
            length = next;
        }

        byte[] pixels = new byte[Codec.ReadReducedLayout(stream, Image.Layout, 2).FrameLength];
        Assert.That(Codec.DecodeReduced(stream.AsMemory(0, (int)Math.Min(length, stream.Length)), Image.Layout, 2, pixels, context), Is.Null);
        return pixels;
    }
}
