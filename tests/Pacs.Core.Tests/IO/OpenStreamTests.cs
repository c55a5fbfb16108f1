using System.Buffers.Binary;
using Pacs.Tests;

namespace Pacs.Core.Tests.IO;

/// <summary>Files opened in streams that can seek: large values stay there, however large.</summary>
public sealed class OpenStreamTests
{
    private const long Gigabyte = 1L << 30;

    private static IEnumerable<string> Files() => SharedData.Root is null ? [] : SharedData.Files().Select(path => Path.GetRelativePath(SharedData.DicomFolder, path));

    [TestCaseSource(nameof(Files))]
    public async Task Open_FileOfTheCorpusInAStream_IsWhatItIsByPath(string relative)
    {
        byte[] bytes = await File.ReadAllBytesAsync(SharedData.File(relative));
        // Not from the start of the stream, and never as much as is asked for.
        var stream = new SparseStream(bytes.Length + 7, mostAtOnce: 5000) { Position = 7 }.Put(7, bytes);
        DicomFile byPath;
        try
        {
            byPath = await DicomFile.OpenAsync(SharedData.File(relative));
        }
        catch (DicomDataException reason)
        {
            Assert.That(async () => await DicomFile.OpenAsync(stream), Throws.TypeOf<DicomDataException>().With.Message.EqualTo(reason.Message));
            Assert.That(stream.IsDisposed, Is.True);
            return;
        }

        await using DicomFile file = byPath, inStream = await DicomFile.OpenAsync(stream);
        Assert.That(inStream.Dataset.Select(element => (element.Tag, element.VR, element.Length, element.Offset)), Is.EqualTo(file.Dataset.Select(element => (element.Tag, element.VR, element.Length, element.Offset))));
        Assert.That(inStream.Findings, Is.EqualTo(file.Findings));
        using var saved = new MemoryStream();
        await inStream.SaveAsync(saved);
        Assert.That(saved.ToArray().AsSpan().SequenceEqual(bytes), Is.True);
    }

    /// <summary>A sequence of undefined length is read when twice as much is there as did not do: here the file ends before, a few bytes after the header of its pixel data.</summary>
    [Test]
    public async Task FragmentsCutOffAtOnce_AfterALongSequence_AreReadAsInMemory([Range(0, 9)] int bytesLeft)
    {
        byte[] item = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF, 0x40, 0, 0x60, 0xA1, .. "UT\0\0"u8, .. BitConverter.GetBytes(5000), .. new byte[5000].AsSpan(), 0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0];
        byte[] bytes =
        [
            .. new byte[128], .. "DICM"u8, 2, 0, 0x10, 0, .. "UI"u8, 20, 0, .. "1.2.840.10008.1.2.1\0"u8, 0x40, 0, 0x30, 0xA7, .. "SQ\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. item, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
            0xE0, 0x7F, 0x10, 0, .. "OB\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[] { 0xFE, 0xFF, 0x00, 0xE0, 2, 0, 0, 0, 7 }[..bytesLeft],
        ];
        using DicomFile file = DicomFile.Parse(bytes);
        await using DicomFile inStream = await DicomFile.OpenAsync(new MemoryStream(bytes));
        Assert.That(inStream.Dataset.Select(element => (element.Tag, element.VR, element.Length, element.Offset)), Is.EqualTo(file.Dataset.Select(element => (element.Tag, element.VR, element.Length, element.Offset))));
        Assert.That(inStream.Findings, Is.EqualTo(file.Findings));
        Assert.That(file.Dataset.Contains(DicomTag.PixelData), Is.True);
    }

    [Test]
    public async Task Bulk_OverTwoGigabytes_IsReadByRangeAndNotBefore()
    {
        const long Length = 3 * Gigabyte;
        (SparseStream stream, long value) = await WithPixelsAsync(TransferSyntax.ExplicitVRLittleEndian, Length, [.. "OW\0\0"u8, .. BitConverter.GetBytes((uint)Length)], after: AfterPixels());
        stream.Put(value + Length - 1000, "near the end"u8.ToArray());
        long before = GC.GetTotalAllocatedBytes(precise: true);

        await using DicomFile file = await DicomFile.OpenAsync(stream);
        BulkValue bulk = file.Dataset.GetElement(DicomTag.PixelData)!.Value.Bulk!;
        byte[] range = new byte[12];
        int read = await bulk.ReadAsync(Length - 1000, range);

        Assert.Multiple(() =>
        {
            Assert.That((bulk.Length, read), Is.EqualTo((Length, 12)));
            Assert.That(range, Is.EqualTo("near the end"u8.ToArray()));
            Assert.That(file.Dataset.GetBytes(DicomTag.DataSetTrailingPadding).ToArray(), Is.EqualTo(new byte[] { 1, 2 }), "what follows the value is read too");
            Assert.That(file.Findings, Is.Empty);
            Assert.That(stream.BytesRead, Is.LessThan(256 * 1024));
            Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(32 << 20), "of all threads");
        });
    }

    [Test]
    public async Task Frame_BehindFourGigabytesOfUndefinedLength_IsReadWithoutTheOthers()
    {
        const int Frames = 6;
        (SparseStream stream, long value) = await WithPixelsAsync(TransferSyntax.JPEG2000, 8 + Frames * (8 + Gigabyte) + 8, [.. "OB\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF], after: [], Frames);
        stream.Put(value, [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0]);
        for (int i = 0; i < Frames; i++) stream.Put(value + 8 + i * (8 + Gigabyte), [0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes((uint)Gigabyte), .. BitConverter.GetBytes(i)]);
        stream.Put(value + 8 + Frames * (8 + Gigabyte), [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        await using DicomFile file = await DicomFile.OpenAsync(stream);
        BulkValue bulk = file.Dataset.GetElement(DicomTag.PixelData)!.Value.Bulk!;
        FrameReader reader = await FrameReader.CreateAsync(file);
        ByteRange last = (await reader.GetRangesAsync(Frames - 1))[^1];
        byte[] start = new byte[4];
        await bulk.ReadAsync(last.Offset, start);

        Assert.Multiple(() =>
        {
            Assert.That(bulk.Length, Is.EqualTo(8 + Frames * (8 + Gigabyte) + 8));
            Assert.That((reader.Count, last.Length), Is.EqualTo((Frames, Gigabyte)));
            Assert.That(BinaryPrimitives.ReadInt32LittleEndian(start), Is.EqualTo(Frames - 1));
            Assert.That(file.Findings, Is.Empty);
            Assert.That(stream.BytesRead, Is.LessThan(256 * 1024));
            Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(32 << 20), "of all threads");
        });
    }

    [Test]
    public async Task Save_OfMoreThanFourGigabytes_StreamsThemAndTakesNoMemory()
    {
        const long Fragment = 4 * Gigabyte - 2;
        (SparseStream stream, long value) = await WithPixelsAsync(TransferSyntax.JPEG2000, 8 + 8 + Fragment + 8 + 100 + 8, [.. "OB\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF], after: []);
        stream.Put(value, [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes((uint)Fragment)]);
        stream.Put(value + 16 + Fragment, [0xFE, 0xFF, 0x00, 0xE0, 100, 0, 0, 0, .. new byte[100], 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        await using DicomFile file = await DicomFile.OpenAsync(stream);
        var output = new Counter();
        long before = GC.GetTotalAllocatedBytes(precise: true);

        await file.SaveAsync(output, new DicomWriteOptions { SourceAe = "ANOTHER" }); // not the bytes as they are: element by element

        Assert.That(output.Count, Is.GreaterThan(4 * Gigabyte).And.LessThan(4 * Gigabyte + 4096));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(64 << 20), "of all threads");
    }

    [Test]
    public async Task Bulk_ReadByManyAtOnce_GivesEachItsRange()
    {
        byte[] pixels = new byte[1 << 20];
        new Random(7).NextBytes(pixels);
        (SparseStream stream, long value) = await WithPixelsAsync(TransferSyntax.ExplicitVRLittleEndian, pixels.Length, [.. "OW\0\0"u8, .. BitConverter.GetBytes(pixels.Length)], after: []);
        stream.Put(value, pixels);
        await using DicomFile file = await DicomFile.OpenAsync(stream);
        BulkValue bulk = file.Dataset.GetElement(DicomTag.PixelData)!.Value.Bulk!;

        bool[] same = await Task.WhenAll(Enumerable.Range(0, 64).Select(async part =>
        {
            byte[] range = new byte[16 * 1024];
            await bulk.ReadAsync(part * range.Length, range);
            return range.AsSpan().SequenceEqual(pixels.AsSpan(part * range.Length, range.Length));
        }));

        Assert.That(same, Has.All.True);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Dispose_ClosesTheStreamUnlessToldOtherwise(bool leaveOpen)
    {
        (SparseStream stream, _) = await WithPixelsAsync(TransferSyntax.ExplicitVRLittleEndian, 1 << 20, [.. "OW\0\0"u8, .. BitConverter.GetBytes(1 << 20)], after: []);
        DicomFile file = await DicomFile.OpenAsync(stream, leaveOpen: leaveOpen);
        BulkValue bulk = file.Dataset.GetElement(DicomTag.PixelData)!.Value.Bulk!;

        file.Dispose();

        Assert.That(stream.IsDisposed, Is.EqualTo(!leaveOpen));
        Assert.That(bulk.IsAvailable, Is.False);
        Assert.That(async () => await bulk.ReadAsync(0, new byte[4]), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Open_OfAStreamThatCannotSeek_IsRefused()
    {
        using var pipe = new System.IO.Compression.DeflateStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Assert.That(async () => await DicomFile.OpenAsync(pipe), Throws.ArgumentException);
    }

    /// <summary>A file with pixel data of that length, which is zeros until something is put there.</summary>
    /// <returns>The stream, and where the value begins in it.</returns>
    private static async Task<(SparseStream Stream, long Value)> WithPixelsAsync(TransferSyntax syntax, long length, byte[] vrAndLength, byte[] after, int frames = 1)
    {
        var header = new DicomDataset();
        header.Set(DicomTag.SOPClassUID, DicomUid.VLWholeSlideMicroscopyImageStorage);
        header.Set(DicomTag.SOPInstanceUID, DicomUid.NewUid());
        header.SetInt32(DicomTag.NumberOfFrames, frames);
        using var start = new MemoryStream();
        await new DicomFile(header, syntax).SaveAsync(start);
        start.Write([0xE0, 0x7F, 0x10, 0x00, .. vrAndLength]);
        var stream = new SparseStream(start.Length + length + after.Length).Put(0, start.ToArray());
        return (stream.Put(start.Length + length, after), start.Length);
    }

    private static byte[] AfterPixels() => [0xFC, 0xFF, 0xFC, 0xFF, .. "OB\0\0"u8, 2, 0, 0, 0, 1, 2];

    private sealed class Counter : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
