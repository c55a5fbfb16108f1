using System.Security.Cryptography;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Files of many encoders, against the sums and reference decodes of the shared manifest.</summary>
[Category("ISO/IEC 15444-1")]
[Category("ISO/IEC 15444-15")]
public sealed class SharedJpeg2000Tests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static IEnumerable<SharedJpeg2000> Lossless() => Available().Where(file => file.ExpectedSha256.Length > 0);

    private static IEnumerable<SharedJpeg2000> Lossy() => Available().Where(file => file.Reference.Length > 0 && file.Tolerance.Length > 0);

    // Without the corpus there is one case, which says so.
    private static IEnumerable<SharedJpeg2000> Available() =>
        Pacs.Tests.SharedData.Root is null ? [new("none", "", new() { Rows = 1, Columns = 1, BitsAllocated = 8, BitsStored = 8, HighBit = 7 }, 1, "none", "none", "none", "")] : SharedJpeg2000.All();

    [TestCaseSource(nameof(Lossless))]
    public void Decode_LosslessFileOfTheManifest_IsExact(SharedJpeg2000 file)
    {
        byte[] pixels = Decode(file);
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(pixels)), Is.EqualTo(file.ExpectedSha256));
    }

    [TestCaseSource(nameof(Lossy))]
    public void Decode_LossyFileOfTheManifest_IsWithinTolerance(SharedJpeg2000 file)
    {
        byte[] pixels = Decode(file), expected = file.ReadReference()!;
        Assert.That(pixels, Has.Length.EqualTo(expected.Length));
        Assert.That(SampleDifference.Greatest(pixels, expected, file.Layout), Is.LessThanOrEqualTo(file.AllowedDifference));
    }

    private static byte[] Decode(SharedJpeg2000 file)
    {
        _ = Pacs.Tests.SharedData.DicomFolder;
        IReadOnlyList<byte[]> frames = file.ReadFrames();
        Assert.That(frames, Has.Count.EqualTo(file.Frames));
        PixelLayout layout = Codec.ReadLayout(frames[0], file.Layout);
        Assert.That(layout.BitsAllocated, Is.EqualTo(file.Layout.BitsAllocated));
        // Frames of one bit follow each other without alignment to bytes.
        byte[] pixels = new byte[(layout.FrameBits * frames.Count + 7) / 8];
        for (int f = 0; f < frames.Count; f++)
        {
            byte[] frame = new byte[layout.FrameLength];
            Assert.That(Codec.DecodeReduced(frames[f], file.Layout, 0, frame, new CodecContext(file.Layout)), Is.Null);
            if (layout.FrameBits % 8 == 0) frame.CopyTo(pixels, layout.FrameLength * f);
            else
                for (long bit = 0; bit < layout.FrameBits; bit++)
                    pixels[(layout.FrameBits * f + bit) / 8] |= (byte)((frame[bit / 8] >> (int)(bit % 8) & 1) << (int)((layout.FrameBits * f + bit) % 8));
        }

        return pixels;
    }
}
