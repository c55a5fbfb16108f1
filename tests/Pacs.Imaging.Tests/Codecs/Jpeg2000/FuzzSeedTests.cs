using Pacs.Fuzz;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>What fuzzing begins with is sound, so that a mutation is what breaks it.</summary>
public sealed class FuzzSeedTests
{
    private static IEnumerable<TestCaseData> Seeds() => Jpeg2000Seeds.All.Concat(Htj2kSeeds.All).Select((seed, i) => new TestCaseData(seed).SetArgDisplayNames($"seed {i}"));

    [TestCaseSource(nameof(Seeds))]
    public void Decode_OfASeed_IsWhole(string seed)
    {
        byte[] stream = Convert.FromBase64String(seed);
        J2kSize size = J2kCodestream.ReadMainHeader(stream).Size;
        var declared = new PixelLayout { Rows = size.Y1, Columns = size.X1, SamplesPerPixel = size.Components.Length, BitsAllocated = 16, BitsStored = 12, HighBit = 11 };
        byte[] pixels = new byte[new Jpeg2000Codec().ReadLayout(stream, declared).FrameLength];
        Assert.That(new Jpeg2000Codec().DecodeReduced(stream, declared, 0, pixels, new CodecContext(declared)), Is.Null);
        Assert.That(pixels, Is.Not.All.Zero);
    }

    [TestCaseSource(nameof(Seeds))]
    public void Decode_OfAChangedSeed_EndsInPixelsOrATypedError(string seed)
    {
        byte[] stream = Convert.FromBase64String(seed);
        var random = new Random(45);
        for (int round = 0; round < 400; round++)
        {
            byte[] changed = (byte[])stream.Clone();
            for (int change = 1 + random.Next(3); change > 0; change--) changed[random.Next(round % 2 == 0 ? 40 : 0, changed.Length)] = (byte)random.Next(256);
            var declared = new PixelLayout { Rows = 37, Columns = 45, SamplesPerPixel = stream[41], BitsAllocated = 16, BitsStored = 12, HighBit = 11 };
            try
            {
                byte[] pixels = new byte[new Jpeg2000Codec().ReadLayout(changed, declared).FrameLength];
                new Jpeg2000Codec().Decode(changed, declared, pixels, new CodecContext(declared));
            }
            catch (DicomImageException refused)
            {
                Assert.That(refused.Message, Is.Not.Empty);
            }
        }
    }
}
