using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Streams as no encoder here makes them, put together from pieces of others; and the smallest images there are.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class AssembledStreamTests
{
    private static readonly Jpeg2000Codec Codec = new();

    [Test]
    public void Decode_TilePartsInterleaved_GivesTheImage([Values("-TP R", "-TP L -r 20,5,1", "-TP C -mct 0")] string division, [Values(1, 2, 3)] int threads)
    {
        TestImage image = TestImage.Make(101, 87, 3, 8);
        TestStream stream = TestStream.Read(OpenJpegMatrixTests.Compress(image, $"-t 40,30 -n 4 -p RPCL {division}"));
        byte[] interleaved = TestStream.Write(stream.Main, stream.Parts.OrderBy(part => part.Index).ThenByDescending(part => part.Tile));
        byte[] pixels = new byte[image.Pixels.Length];
        Codec.Decode(interleaved, image.Layout, pixels, new CodecContext(image.Layout, new CodecOptions { MaxDegreeOfParallelism = threads }));
        Assert.That(pixels, Is.EqualTo(OpenJpeg.Decode(stream.Write(), image.Layout)));
    }

    [Test]
    public void Decode_ATileThatIsMissing_LeavesItEmptyAndSaysSo()
    {
        TestImage image = TestImage.Make(80, 60, 1, 8);
        TestStream stream = TestStream.Read(OpenJpegMatrixTests.Compress(image, "-t 40,30 -n 3"));
        byte[] pixels = new byte[image.Pixels.Length];
        Array.Fill(pixels, (byte)9);
        string? missing = Codec.DecodeReduced(TestStream.Write(stream.Main, stream.Parts.Where(part => part.Tile != 2)), image.Layout, 0, pixels, new CodecContext(image.Layout));
        Assert.That(missing, Does.Contain("tile 2"));
        for (int i = 0; i < pixels.Length; i++) Assert.That(pixels[i], Is.EqualTo(i / 80 >= 30 && i % 80 < 40 ? 0 : image.Pixels[i]), $"pixel {i}");
    }

    [Test]
    public void Decode_OnThreadsOfAScheduler_GivesTheSamePixels([Values("-n 5", "-t 64,64", "-t 40,37 -d 5,3 -I -r 8")] string options, [Values(2, 5)] int threads)
    {
        TestImage image = TestImage.Make(300, 211, 3, 8);
        byte[] stream = OpenJpegMatrixTests.Compress(image, options), pixels = new byte[image.Pixels.Length];
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler;
        Codec.Decode(stream, image.Layout, pixels, new CodecContext(image.Layout, new CodecOptions { MaxDegreeOfParallelism = threads, Scheduler = scheduler }));
        Assert.That(pixels, Is.EqualTo(Frame.Decode(Codec, stream, image.Layout)));
    }

    [Test]
    public void Decode_OnASchedulerThatNeverRunsAnything_IsDoneByTheCaller()
    {
        TestImage image = TestImage.Make(200, 150, 1, 12);
        byte[] stream = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.HTJ2KLossless), pixels = new byte[image.Pixels.Length];
        Codec.Decode(stream, image.Layout, pixels, new CodecContext(image.Layout, new CodecOptions { MaxDegreeOfParallelism = 4, Scheduler = new IdleScheduler() }));
        Assert.That(pixels, Is.EqualTo(image.Pixels));
    }

    [TestCase(1, 1)]
    [TestCase(1, 37)]
    [TestCase(41, 1)]
    [TestCase(3, 2)]
    [TestCase(2, 65)]
    [TestCase(1025, 3)]
    [TestCase(5, 1030)]
    public void SmallAndThinImages_ComeBackFromEachEncoder(int columns, int rows)
    {
        foreach ((int samples, int bits, bool isSigned) in new[] { (1, 8, false), (1, 16, true), (3, 8, false), (1, 1, false) })
        {
            TestImage image = TestImage.Make(columns, rows, samples, bits, isSigned);
            foreach (TransferSyntax syntax in new[] { TransferSyntax.JPEG2000Lossless, TransferSyntax.HTJ2KLossless, TransferSyntax.HTJ2KLosslessRPCL })
                Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, image.Pixels, image.Layout, syntax), image.Layout), Is.EqualTo(image.Pixels), $"ours, {syntax}");
            int most = 1 + System.Numerics.BitOperations.Log2((uint)Math.Min(columns, rows));
            foreach (string options in new[] { "-n 1", $"-n {Math.Min(most, 2)} -b 4,4", $"-n {Math.Min(most, 3)} -c [64,64] -M 63" })
                Assert.That(Frame.Decode(Codec, OpenJpegMatrixTests.Compress(image, options), image.Layout), Is.EqualTo(image.Pixels), $"OpenJPEG, {options}");
            if (isSigned || bits < 8) continue;
            foreach (string options in new[] { "-num_decomps 0", "-num_decomps 2 -block_size {4,4}", "-num_decomps 5" })
                Assert.That(Frame.Decode(Codec, OpenJphMatrixTests.Compress(image, $"-reversible true {options}"), image.Layout), Is.EqualTo(image.Pixels), $"OpenJPH, {options}");
        }
    }

    [Test]
    [Category("ISO/IEC 15444-1 §I.5.3.4")]
    public void Decode_JP2BoxesWithAPalette_GivesTheIndices()
    {
        // What DICOM knows of colour is in the data set, a palette in the frame is not its business (PS3.5 §8.2.4).
        TestImage image = TestImage.Make(40, 30, 1, 8);
        byte[] stream = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.JPEG2000Lossless);
        byte[] palette = Box("pclr", [0, 2, 3, 7, 7, 7, 0, 0, 0, 255, 255, 255]), mapping = Box("cmap", [0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 2]);
        byte[] header = Box("jp2h", [.. Box("ihdr", [0, 0, 0, 30, 0, 0, 0, 40, 0, 1, 7, 7, 0, 0]), .. palette, .. mapping, .. Box("colr", [1, 0, 0, 0, 0, 0, 16])]);
        byte[] wrapped = [.. Box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]), .. Box("ftyp", [.. "jp2 \0\0\0\0jp2 "u8]), .. header, .. Box("xml ", [.. "<a/>"u8]), .. Box("jp2c", stream)];
        Assert.That(Frame.Decode(Codec, wrapped, image.Layout), Is.EqualTo(image.Pixels));
    }

    [Test]
    public void Decode_JP2BoxesThatLie_AreRefused([Values(0u, 1u, 7u, 9u, 0xFFFFFFFFu)] uint length)
    {
        byte[] wrapped = [.. Box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]), .. Box("ftyp", new byte[12]), .. Box("jp2c", new byte[20])];
        BinaryPrimitives.WriteUInt32BigEndian(wrapped.AsSpan(12), length);
        PixelLayout layout = TestImage.Make(4, 4, 1, 8).Layout;
        Assert.That(() => Codec.ReadLayout(wrapped, layout), Throws.TypeOf<DicomImageException>());
    }

    private static byte[] Box(string kind, byte[] content)
    {
        byte[] box = [0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(kind), .. content];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        return box;
    }

    private sealed class IdleScheduler : TaskScheduler
    {
        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override void QueueTask(Task task)
        {
            // Nobody comes for it.
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);
    }
}
