using System.Buffers.Binary;

namespace Pacs.Core.Tests.IO.Frames;

/// <summary>Pixel data beyond 4 GB, in sparse files that take no room on disk.</summary>
public sealed class LargePixelDataTests
{
    [Test]
    public async Task FrameBehindFourGigabytes_IsReadByItsOffset_WithoutTheRest()
    {
        const int frameLength = 1 << 30;
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dcm");
        try
        {
            await WriteSparseAsync(path, frames: 6, frameLength);
            await using DicomFile file = await DicomFile.OpenAsync(path);
            FrameReader reader = await FrameReader.CreateAsync(file);
            IReadOnlyList<ByteRange> ranges = await reader.GetRangesAsync(5);

            Assert.That(reader.Count, Is.EqualTo(6));
            Assert.That(ranges, Is.EqualTo(new[] { new ByteRange(8 + 5 * (8L + frameLength) + 8, 6) }));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.That(await Pixels.BytesOfAsync(reader, 5), Is.EqualTo("frame6"u8.ToArray()));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(64 * 1024));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Frames of one fragment each, an Extended Offset Table (a Basic one cannot count that far), the last frame six bytes long.</summary>
    private static async Task WriteSparseAsync(string path, int frames, int frameLength)
    {
        var header = new DicomDataset();
        header.Set(DicomTag.SOPClassUID, new DicomUid("1.2.840.10008.5.1.4.1.1.77.1.6"));
        header.Set(DicomTag.SOPInstanceUID, DicomUid.NewUid());
        header.SetInt32(DicomTag.NumberOfFrames, frames);
        header.SetBytes(DicomTag.ExtendedOffsetTable, DicomVR.OV, Quads(frames, i => i * (8L + frameLength)));
        header.SetBytes(DicomTag.ExtendedOffsetTableLengths, DicomVR.OV, Quads(frames, i => i == frames - 1 ? 6 : frameLength));
        await new DicomFile(header, TransferSyntax.JPEG2000).SaveAsync(path);
        await using var stream = new FileStream(path, FileMode.Append, FileAccess.Write);
        await stream.WriteAsync(new byte[] { 0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0 });
        long first = stream.Position;
        await stream.DisposeAsync();
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        for (int i = 0; i < frames; i++) RandomAccess.Write(handle, [0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(i == frames - 1 ? 6 : frameLength)], first + i * (8L + frameLength));
        RandomAccess.Write(handle, [.. "frame6"u8, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0], first + (frames - 1) * (8L + frameLength) + 8);
    }

    private static byte[] Quads(int count, Func<int, long> value)
    {
        byte[] bytes = new byte[count * 8];
        for (int i = 0; i < count; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), value(i));
        return bytes;
    }
}
