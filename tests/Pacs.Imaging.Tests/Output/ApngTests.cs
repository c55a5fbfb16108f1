using System.Buffers;
using System.Buffers.Binary;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Output;

public sealed class ApngTests
{
    private static RenderedImage Picture(int width, int height, byte level)
    {
        RenderedImage image = RenderedImage.Rent(width, height, RenderedFormat.Gray8);
        for (int i = 0; i < image.Bytes.Length; i++) image.Bytes[i] = (byte)(level + i);
        return image;
    }

    [Test]
    public void Add_SeveralPictures_KeepsEachInOrder()
    {
        RenderedImage[] pictures = [Picture(300, 300, 0), Picture(300, 300, 100), Picture(300, 300, 200)];
        var output = new ArrayBufferWriter<byte>();
        var writer = new ApngWriter(output, 3, TimeSpan.FromMilliseconds(40));
        foreach (RenderedImage picture in pictures) writer.Add(picture);
        writer.Complete();
        List<(string Type, byte[] Data)> chunks = PngReader.Chunks(output.WrittenSpan);
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(chunks.Single(static chunk => chunk.Type == "acTL").Data), Is.EqualTo(3));

        // One sequence of numbers over control and data chunks.
        IEnumerable<uint> numbers = chunks.Where(static chunk => chunk.Type is "fcTL" or "fdAT").Select(static chunk => BinaryPrimitives.ReadUInt32BigEndian(chunk.Data));
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, numbers.Count()).Select(static i => (uint)i)));

        Assert.That(PngReader.Pixels(chunks), Is.EqualTo(pictures[0].Bytes.ToArray()));
        int[] starts = [.. chunks.Select(static (chunk, index) => (chunk.Type, index)).Where(static entry => entry.Type == "fcTL").Select(static entry => entry.index), chunks.Count];
        for (int i = 1; i < 3; i++)
        {
            IEnumerable<byte[]> data = chunks[starts[i]..starts[i + 1]].Where(static chunk => chunk.Type == "fdAT").Select(static chunk => chunk.Data[4..]);
            Assert.That(PngReader.Pixels(chunks, data), Is.EqualTo(pictures[i].Bytes.ToArray()));
        }

        foreach (RenderedImage picture in pictures) picture.Dispose();
    }

    [Test]
    public void Complete_FewerPicturesThanAnnounced_IsRefused()
    {
        var writer = new ApngWriter(new ArrayBufferWriter<byte>(), 2, TimeSpan.Zero);
        using RenderedImage picture = Picture(2, 2, 0);
        writer.Add(picture);
        Assert.Throws<InvalidOperationException>(writer.Complete);
    }

    [Test]
    public void Add_MorePicturesThanAnnounced_IsRefused()
    {
        var writer = new ApngWriter(new ArrayBufferWriter<byte>(), 1, TimeSpan.Zero);
        using RenderedImage picture = Picture(2, 2, 0);
        writer.Add(picture);
        Assert.Throws<InvalidOperationException>(() => writer.Add(picture));
    }

    [Test]
    public void Add_PictureOfAnotherSize_IsRefused()
    {
        var writer = new ApngWriter(new ArrayBufferWriter<byte>(), 2, TimeSpan.Zero);
        using RenderedImage first = Picture(2, 2, 0), second = Picture(2, 3, 1);
        writer.Add(first);
        Assert.Throws<ArgumentException>(() => writer.Add(second));
    }
}
