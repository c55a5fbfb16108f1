using System.Buffers.Binary;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>The same bytes to us and to OpenJPEG in one process: broken ones, too.</summary>
[Category("ISO/IEC 15444-1")]
public sealed class OpenJpegOracleTests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static readonly string[] Options =
    [
        "-n 3", "-p RPCL -c [32,32] -r 20,5,1", "-M 1", "-M 2", "-M 4", "-M 8", "-M 32", "-M 63 -b 16,16", "-M 9 -b 4,64", "-t 40,37 -d 5,3", "-M 7 -r 9,1",
    ];

    [Test]
    public void CodeBlocks_WithChangedBytes_DecodeAsOpenJpegDecodesThem([ValueSource(nameof(Options))] string options, [Values(1, 3)] int samples)
    {
        OpenJpegLibrary oracle = OpenJpegLibrary.Require();
        TestImage image = TestImage.Make(61, 53, samples, samples == 1 ? 12 : 8);
        byte[] sound = OpenJpegMatrixTests.Compress(image, $"{options} -SOP -EPH");
        int[] places = [.. PackedHeaders.Bodies(sound).SelectMany(range => Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value))];
        var random = new Random(17);
        int compared = 0;
        for (int round = 0; round < 40; round++)
        {
            byte[] changed = (byte[])sound.Clone();
            for (int change = 1 + random.Next(3); change > 0; change--)
            {
                int at = places[random.Next(places.Length)];
                changed[at] = (byte)random.Next(256);
                // No marker may come about: FF is followed by at most 8F in a code block.
                if (changed[at] == 0xFF || changed[at - 1] == 0xFF) changed[at] = 0x7F;
            }

            if (oracle.Decode(changed) is not { } expected) continue;
            compared++;
            byte[] pixels = new byte[image.Pixels.Length];
            Assert.That(Codec.DecodeReduced(changed, image.Layout, 0, pixels, new CodecContext(image.Layout)), Is.Null);
            Assert.That(Planes(pixels, image.Layout), Is.EqualTo(expected), $"round {round}");
        }

        Assert.That(compared, Is.GreaterThan(20));
    }

    // Not with an offset of the image: there OpenJPEG adds a row and a column to what Equation B-14 gives.
    [Test]
    public void Reductions_AreAsOpenJpegsOwn([Values("-n 6", "-t 64,64 -n 4", "-p PCRL -c [64,64] -r 10,1", "-I -r 10")] string options, [Values(1, 2, 3)] int reductions)
    {
        OpenJpegLibrary oracle = OpenJpegLibrary.Require();
        TestImage image = TestImage.Make(203, 187, 1, 12);
        byte[] stream = OpenJpegMatrixTests.Compress(image, options);
        PixelLayout layout = Codec.ReadReducedLayout(stream, image.Layout, reductions);
        byte[] pixels = new byte[layout.FrameLength];
        Assert.That(Codec.DecodeReduced(stream, image.Layout, reductions, pixels, new CodecContext(image.Layout)), Is.Null);
        int[] expected = oracle.Decode(stream, reductions)![0];
        int tolerance = options.StartsWith("-I", StringComparison.Ordinal) ? 1 : 0;
        Assert.That(Planes(pixels, layout)[0].Zip(expected, (one, other) => Math.Abs(one - other)).Max(), Is.LessThanOrEqualTo(tolerance), $"{layout.Columns} x {layout.Rows}, {expected.Length} samples: {string.Join(' ', Planes(pixels, layout)[0].Take(12))} / {string.Join(' ', expected.Take(12))}");
    }

    private static int[][] Planes(byte[] pixels, PixelLayout layout)
    {
        int[][] planes = [.. Enumerable.Range(0, layout.SamplesPerPixel).Select(_ => new int[layout.PixelCount])];
        for (int i = 0; i < (int)layout.PixelCount * layout.SamplesPerPixel; i++)
            planes[i % planes.Length][i / planes.Length] = layout.BitsAllocated == 8 ? pixels[i] : BinaryPrimitives.ReadUInt16LittleEndian(pixels.AsSpan(2 * i));
        return planes;
    }
}
