using System.Security.Cryptography;
using Pacs.Tests;

namespace Pacs.Core.Tests.IO.Frames;

/// <summary>Frames of real files: from the file, from memory and from stored bytes they are the same.</summary>
public sealed class FrameFileTests
{
    [Test]
    public async Task NativeFiles_FramesInOrder_HaveThePixelsOfTheManifest()
    {
        int compared = 0;
        foreach (string line in File.ReadLines(SharedData.File("MANIFEST.tsv")).Skip(1))
        {
            string[] columns = line.Split('\t');
            bool isNative = columns[3] is "1.2.840.10008.1.2" or "1.2.840.10008.1.2.1" or "1.2.840.10008.1.2.2" or "1.2.840.10008.1.2.1.99";
            if (!isNative || columns[20].Length == 0 || columns[13] == "1") continue; // planar ones are interleaved in the manifest
            await using DicomFile file = await DicomFile.OpenAsync(SharedData.File(columns[0]));
            FrameReader reader = await FrameReader.CreateAsync(file);
            bool isPacked = file.Dataset.GetInt32(DicomTag.BitsAllocated) == 1;
            if (isPacked && !reader.IsVerbatim) continue; // frames of single bits are not aligned there
            if (columns[0] == "structure/MR_truncated.dcm") continue; // its only frame is cut off
            using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int i = 0; i < reader.Count; i++)
            {
                using EncodedFrame frame = await reader.ReadAsync(i);
                sum.AppendData(frame.Bytes);
            }

            Assert.That(Convert.ToHexStringLower(sum.GetHashAndReset()), Is.EqualTo(columns[20]), columns[0]);
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(100));
    }

    [Test]
    public async Task FileMemoryAndStoredBytes_GiveTheSameFrames()
    {
        int files = 0;
        foreach (string path in SharedData.Files("transfer-syntax-sweep").Concat(SharedData.Files("segmentation")))
        {
            if (await TryOpenAsync(path) is not { } file) continue;
            await using DicomFile opened = file;
            if (!file.Dataset.Contains(DicomTag.PixelData)) continue;
            byte[] bytes = await File.ReadAllBytesAsync(path);
            await using var stored = new StoredBytes(bytes.AsMemory((int)file.DatasetOffset), file.TransferSyntax);
            FrameReader inFile = await FrameReader.CreateAsync(file);
            FrameReader[] others = [await FrameReader.CreateAsync(DicomFile.Parse(bytes)), await FrameReader.CreateAsync(stored)];
            byte[][] expected = await Pixels.AllAsync(inFile);
            foreach (FrameReader other in others)
            {
                byte[][] frames = await Pixels.AllAsync(other);
                Assert.That(frames.Length == expected.Length && frames.Zip(expected).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)), Is.True, path);
            }

            if (inFile is { IsVerbatim: true, ValueOffset: { } offset })
            {
                for (int i = 0; i < inFile.Count; i++)
                {
                    IReadOnlyList<ByteRange> ranges = await inFile.GetRangesAsync(i);
                    byte[] joined = [.. ranges.SelectMany(range => bytes[(int)(offset + range.Offset)..(int)(offset + range.End)])];
                    Assert.That(joined.AsSpan().SequenceEqual(expected[i]), Is.True, path);
                }
            }

            files++;
        }

        Assert.That(files, Is.GreaterThan(100));
    }

    [Test]
    public async Task EncapsulatedFilesOfTheCorpus_BearOutTheirFrameCount()
    {
        List<string> odd = [];
        foreach (string path in SharedData.Files().Where(path => !path.Contains("malformed", StringComparison.Ordinal)))
        {
            if (await TryOpenAsync(path) is not { } file) continue;
            await using (file)
            {
                if (!file.TransferSyntax.IsEncapsulated || !file.Dataset.Contains(DicomTag.PixelData)) continue;
                FrameReader reader = await FrameReader.CreateAsync(file);
                await Pixels.AllAsync(reader);
                if (reader.Findings.Count > 0) odd.Add($"{Path.GetFileName(path)}: {reader.Findings[0]}");
            }
        }

        // The corpus knows this one as cut off.
        Assert.That(odd, Has.Count.EqualTo(1).And.All.Contain("emri_small_jpeg_2k_lossless_too_short"));
    }

    private static async Task<DicomFile?> TryOpenAsync(string path)
    {
        try
        {
            return await DicomFile.OpenAsync(path);
        }
        catch (DicomDataException)
        {
            return null; // not a DICOM file: tables, bare streams
        }
    }

    private sealed class StoredBytes(ReadOnlyMemory<byte> bytes, TransferSyntax syntax) : IEncodedDataset
    {
        public TransferSyntax TransferSyntax => syntax;

        public long Length => bytes.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
        {
            if (offset >= bytes.Length) return new(0);
            int count = Math.Min(destination.Length, bytes.Length - (int)offset);
            bytes.Slice((int)offset, count).CopyTo(destination);
            return new(count);
        }

        public ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
