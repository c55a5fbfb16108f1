using System.Buffers;
using System.Globalization;
using System.Text;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Output;

[Category("GIF89a")]
public sealed class GifTests
{
    [Test]
    public void Add_GreysOfAllLevels_AreReadBackExactlyByImageMagick()
    {
        RenderedImage[] pictures = [Grey(97, 61, 0), Grey(97, 61, 100), Grey(97, 61, 31)];
        byte[] read = Decode(Write(pictures, 40), "gray:-");

        Assert.That(read, Is.EqualTo(pictures.SelectMany(static picture => picture.Bytes.ToArray()).ToArray()));
        foreach (RenderedImage picture in pictures) picture.Dispose();
    }

    [Test]
    public void Add_NoiseThatFillsTheDictionaryManyTimes_IsReadBackExactly()
    {
        using RenderedImage picture = RenderedImage.Rent(700, 500, RenderedFormat.Gray8);
        new Random(3).NextBytes(picture.Bytes);

        Assert.That(Decode(Write([picture], 40), "gray:-"), Is.EqualTo(picture.Bytes.ToArray()));
    }

    [Test]
    public void Add_FlatPictureOfEachSmallSize_IsReadBackExactly()
    {
        for (int width = 1; width <= 40; width += 3)
        {
            using RenderedImage picture = RenderedImage.Rent(width, 300, RenderedFormat.Gray8);
            picture.Bytes.Fill(7);
            Assert.That(Decode(Write([picture], 40), "gray:-"), Is.EqualTo(picture.Bytes.ToArray()), $"width {width}");
        }
    }

    [Test]
    public void Add_ColoursOfUpTo256_AreKeptExactly()
    {
        using RenderedImage picture = RenderedImage.Rent(64, 64, RenderedFormat.Rgb24);
        for (int i = 0; i < 64 * 64; i++) (picture.Bytes[i * 3], picture.Bytes[i * 3 + 1], picture.Bytes[i * 3 + 2]) = ((byte)(i % 16 * 17), (byte)(i / 64 % 16 * 16), 99);

        Assert.That(Decode(Write([picture], 40), "rgb:-"), Is.EqualTo(picture.Bytes.ToArray()));
    }

    [Test]
    public void Add_ManyColours_KeepsEachPixelNearWhatItWas()
    {
        using RenderedImage picture = RenderedImage.Rent(256, 256, RenderedFormat.Rgb24);
        for (int i = 0; i < 65536; i++) (picture.Bytes[i * 3], picture.Bytes[i * 3 + 1], picture.Bytes[i * 3 + 2]) = ((byte)i, (byte)(i >> 8), (byte)((i + (i >> 8)) / 2));
        byte[] read = Decode(Write([picture], 40), "rgb:-"), pixels = picture.Bytes.ToArray();
        double error = Math.Sqrt(pixels.Zip(read, static (a, b) => (double)(a - b) * (a - b)).Average());

        Assert.That(error, Is.LessThan(8));
    }

    [Test]
    public void Add_GreysAmongColours_HardlyChange()
    {
        // An ultrasound image: nearly all is grey, a few pixels are coloured.
        using RenderedImage picture = RenderedImage.Rent(256, 64, RenderedFormat.Rgb24);
        var random = new Random(5);
        for (int i = 0; i < 256 * 64; i++)
        {
            if (i % 50 == 0) random.NextBytes(picture.Bytes.Slice(i * 3, 3));
            else picture.Bytes.Slice(i * 3, 3).Fill((byte)i);
        }

        byte[] read = Decode(Write([picture], 40), "rgb:-"), pixels = picture.Bytes.ToArray();
        int worst = Enumerable.Range(0, 256 * 64).Where(static i => i % 50 != 0).Max(i => Enumerable.Range(0, 3).Max(c => Math.Abs(pixels[i * 3 + c] - read[i * 3 + c])));

        Assert.That(worst, Is.LessThanOrEqualTo(10));
    }

    [Test]
    public void Add_TimesThatAreNoHundredths_TakeAsLongAltogether()
    {
        RenderedImage[] pictures = [.. Enumerable.Range(0, 30).Select(static i => Grey(4, 4, i))];
        string delays = Encoding.ASCII.GetString(Peer.Run("identify", Write(pictures, 100 / 3.0), "-format", "%T ", "gif:-"));
        int[] hundredths = [.. delays.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text => int.Parse(text, CultureInfo.InvariantCulture))];

        Assert.That(hundredths, Has.Length.EqualTo(30).And.All.InRange(3, 4));
        Assert.That(hundredths.Sum(), Is.EqualTo(100).Within(1));
        foreach (RenderedImage picture in pictures) picture.Dispose();
    }

    [Test]
    public void Add_SixteenBitGreys_WritesTheUpperHalf()
    {
        using RenderedImage picture = RenderedImage.Rent(16, 16, RenderedFormat.Gray16);
        for (int i = 0; i < 512; i++) picture.Bytes[i] = (byte)(i * 3);

        Assert.That(Decode(Write([picture], 40), "gray:-"), Is.EqualTo(picture.Bytes.ToArray().Where(static (_, i) => i % 2 == 1).ToArray()));
    }

    [Test]
    public void Add_PictureOfAnotherSize_IsRefused()
    {
        var writer = new GifWriter(new ArrayBufferWriter<byte>(), TimeSpan.Zero);
        using RenderedImage first = Grey(2, 2, 0), second = Grey(2, 3, 0);
        writer.Add(first);

        Assert.Throws<ArgumentException>(() => writer.Add(second));
    }

    [Test]
    public void Complete_WithoutAPicture_IsRefused() => Assert.Throws<InvalidOperationException>(new GifWriter(new ArrayBufferWriter<byte>(), TimeSpan.Zero).Complete);

    [TestCase("0018,1063", "40", 40)]
    [TestCase("0018,0040", "25", 40)]
    [TestCase("0008,2144", "50", 20)]
    [TestCase("0018,1063", "0", 1000 / 15.0)]
    [Category("PS3.3 §C.7.6.5")]
    public void CineTiming_OfOneAttribute_IsItsTime(string tag, string value, double milliseconds)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.Parse(tag), value);

        Assert.That(CineTiming.Of(dataset).FrameTime.TotalMilliseconds, Is.EqualTo(milliseconds).Within(0.001));
    }

    [Test]
    [Category("PS3.3 §C.7.6.5")]
    public void CineTiming_OfAVector_GivesEachFrameTheTimeUntilTheNext()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.FrameTimeVector, "0", "10", "30");
        CineTiming timing = CineTiming.Of(dataset);

        Assert.That(new[] { timing[0], timing[1], timing[2] }.Select(static time => time.TotalMilliseconds), Is.EqualTo(new[] { 10.0, 30, 20 }));
    }

    private static RenderedImage Grey(int width, int height, int first)
    {
        RenderedImage image = RenderedImage.Rent(width, height, RenderedFormat.Gray8);
        for (int i = 0; i < image.Bytes.Length; i++) image.Bytes[i] = (byte)(first + i);
        return image;
    }

    private static byte[] Write(RenderedImage[] pictures, double milliseconds)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new GifWriter(output, TimeSpan.FromMilliseconds(milliseconds));
        foreach (RenderedImage picture in pictures) writer.Add(picture);
        writer.Complete();
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Decode(byte[] gif, string target) => Peer.Run("convert-im6", gif, "gif:-", "-depth", "8", target);
}
