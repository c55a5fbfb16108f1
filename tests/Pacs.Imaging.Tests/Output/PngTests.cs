using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Output;

public sealed class PngTests
{
    private static byte[] Encode(RenderedImage image, CompressionLevel level = CompressionLevel.Fastest)
    {
        var output = new ArrayBufferWriter<byte>();
        image.WritePng(output, level);
        return output.WrittenSpan.ToArray();
    }

    [Test]
    public void WritePng_AnySizeAndFormat_ReadsBackTheSame() =>
        Gen.Select(Gen.Int[1, 100], Gen.Int[1, 12], Gen.Enum<RenderedFormat>(), Gen.Int, Gen.Bool).Sample((width, height, format, seed, isSmooth) =>
        {
            using RenderedImage image = RenderedImage.Rent(width, height, format);
            var random = new Random(seed);
            random.NextBytes(image.Bytes);
            if (isSmooth) for (int i = 0; i < image.Bytes.Length; i++) image.Bytes[i] = (byte)(i / 3);
            byte[] pixels = PngReader.Pixels(PngReader.Chunks(Encode(image)));
            byte[] expected = image.Bytes.ToArray();
            if (format == RenderedFormat.Gray16) for (int i = 0; i < expected.Length; i += 2) (expected[i], expected[i + 1]) = (expected[i + 1], expected[i]);
            Assert.That(pixels, Is.EqualTo(expected));
        }, iter: 300);

    [Test]
    public void WritePng_LargePicture_SplitsItsDataIntoChunks()
    {
        using RenderedImage image = RenderedImage.Rent(500, 400, RenderedFormat.Rgb24);
        new Random(1).NextBytes(image.Bytes);
        List<(string Type, byte[] Data)> chunks = PngReader.Chunks(Encode(image));
        Assert.That(chunks.Count(static chunk => chunk.Type == "IDAT"), Is.GreaterThan(5));
        Assert.That(PngReader.Pixels(chunks), Is.EqualTo(image.Bytes.ToArray()));
    }

    [Test]
    public void WritePng_KnownSpacing_WritesPixelsPerMetre()
    {
        using RenderedImage image = RenderedImage.Rent(1, 1, RenderedFormat.Gray8, (0.5, 0.25), default);
        byte[] data = PngReader.Chunks(Encode(image)).Single(static chunk => chunk.Type == "pHYs").Data;
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(4)), data[8]), Is.EqualTo((4000, 2000, 1)));
    }

    [Test]
    public void WritePng_Profile_IsCarriedWhole()
    {
        byte[] profile = [.. Enumerable.Range(0, 500).Select(static i => (byte)i)];
        using RenderedImage image = RenderedImage.Rent(1, 1, RenderedFormat.Rgb24, null, profile);
        byte[] data = PngReader.Chunks(Encode(image)).Single(static chunk => chunk.Type == "iCCP").Data;
        using var zlib = new ZLibStream(new MemoryStream(data[13..]), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        zlib.CopyTo(unpacked);
        Assert.That(unpacked.ToArray(), Is.EqualTo(profile));
    }

    [Test]
    public async Task SavePngAsync_ReplacesTheFileWhole()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.png");
        try
        {
            await File.WriteAllTextAsync(path, "old");
            using RenderedImage image = RenderedImage.Rent(3, 2, RenderedFormat.Gray8);
            await image.SavePngAsync(path);
            Assert.That(PngReader.Pixels(PngReader.Chunks(await File.ReadAllBytesAsync(path))), Is.EqualTo(image.Bytes.ToArray()));
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"), Has.Length.EqualTo(1));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Filters_EveryLength_EqualScalar() => Gen.Select(Gen.Byte.Array[1, 200], Gen.Int, Gen.Int[1, 3]).Sample((row, seed, pixel) =>
    {
        byte[] above = new byte[row.Length], expected = new byte[row.Length], actual = new byte[row.Length];
        new Random(seed).NextBytes(above);
        PngFilter.SubScalar(row, expected, pixel);
        PngFilter.ApplySub(row, actual, pixel);
        Assert.That(actual, Is.EqualTo(expected));
        PngFilter.PaethScalar(row, above, expected, pixel, 0, row.Length);
        PngFilter.ApplyPaeth(row, above, actual, pixel);
        Assert.That(actual, Is.EqualTo(expected));
    });
}
