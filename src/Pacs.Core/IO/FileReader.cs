using System.Buffers;
using System.IO.Compression;

namespace Pacs.Core;

/// <summary>Reads a file's head and data set with few, large reads, seeking over what is left in the file.</summary>
internal static class FileReader
{
    // One read covers the header of nearly every file, and stays below the large object heap.
    private const int ChunkLength = 32 * 1024;

    /// <summary>Reads a file, which owns the source then; after an error the source is disposed.</summary>
    public static async ValueTask<DicomFile> ReadAsync(RandomBytes source, DicomReadOptions options, CancellationToken ct)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            return await ReadAsync(source, chunk, options, ct).ConfigureAwait(false);
        }
        catch
        {
            source.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static async ValueTask<DicomFile> ReadAsync(RandomBytes source, byte[] chunk, DicomReadOptions options, CancellationToken ct)
    {
        long fileLength = source.Length;
        int read = await source.FillAsync(chunk, 0, ct).ConfigureAwait(false);
        FileHead head = await ReadHeadAsync(source, chunk, read, fileLength, options, ct).ConfigureAwait(false);
        if (head.Syntax.IsDeflated)
        {
            byte[] all = await ReadAllAsync(source, fileLength, options, ct).ConfigureAwait(false);
            source.Dispose();
            return DicomFile.Parse(all, options);
        }

        using var reader = new DicomHeaderReader(head.Syntax, options, source, head.DatasetOffset);
        long position = head.DatasetOffset;
        if (position < read)
        {
            reader.Append(chunk.AsSpan((int)position, read - (int)position));
            position = read;
        }

        while (!reader.IsComplete)
        {
            ct.ThrowIfCancellationRequested();
            if (reader.AwaitsRegion)
            {
                long start = head.DatasetOffset + reader.RegionOffset;
                (long end, bool ended) = await FragmentsEndAsync(source, start, fileLength, head.Syntax.IsBigEndian, ct).ConfigureAwait(false);
                reader.PassOverRegion(end - start, ended);
                position = head.DatasetOffset + reader.BytesTaken;
            }

            position += reader.TakeSkip(position, fileLength);
            if (reader.AwaitsRegion) continue;
            int got = await source.FillAsync(chunk, position, ct).ConfigureAwait(false);
            if (got == 0)
            {
                reader.End();
                if (!reader.AwaitsRegion) break;
            }

            reader.Append(chunk.AsSpan(0, got));
            position += got;
        }

        DicomDataset dataset = reader.Complete();
        return new DicomFile(in head, dataset, source, default, head.FindingsWith(dataset));
    }

    /// <summary>Inflates a whole data set (PS3.5 §A.5), within the limit.</summary>
    /// <param name="body">The deflate stream, with a zlib header or without.</param>
    /// <param name="options">Limits.</param>
    /// <param name="isTruncated">Whether the stream ends before it says so; what is there is returned.</param>
    /// <exception cref="DicomDataException">The stream is broken, or inflates to more than the limit.</exception>
    public static byte[] Inflate(ReadOnlyMemory<byte> body, DicomReadOptions options, out bool isTruncated)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(256, (int)Math.Min(body.Length * 4L, 1 << 20)));
        using var input = new DeflatedInput(body[DeflatedBody.HeaderLength(body.Span)..]);
        using var inflate = new DeflateStream(input, CompressionMode.Decompress);
        try
        {
            while (inflate.Read(output.GetSpan(16 * 1024)) is > 0 and int read)
            {
                output.Advance(read);
                if (output.WrittenCount > options.MaxInflatedLength)
                    throw new DicomDataException($"The data set inflates to more than {options.MaxInflatedLength} bytes.", null, output.WrittenCount);
            }
        }
        catch (InvalidDataException broken) when (!input.IsExhausted || output.WrittenCount == 0)
        {
            throw new DicomDataException($"The deflate stream is broken after {output.WrittenCount} bytes of data set.", null, output.WrittenCount, broken);
        }
        catch (InvalidDataException)
        {
            // It asked for more than there is: cut off.
        }

        isTruncated = input.IsExhausted;
        if (isTruncated && options.RefuseTruncated) throw new DicomDataException($"The deflate stream is cut off after {output.WrittenCount} bytes of data set.", null, output.WrittenCount);
        return output.WrittenSpan.ToArray();
    }

    private static async ValueTask<FileHead> ReadHeadAsync(RandomBytes source, byte[] chunk, int read, long fileLength, DicomReadOptions options, CancellationToken ct)
    {
        try
        {
            FileHead head = FileHead.Read(chunk.AsMemory(0, read), options);
            if (read >= fileLength || read - head.DatasetOffset >= FileHead.EnoughOfDataset) return head;
        }
        catch (DicomDataException) when (read < fileLength)
        {
            // cut off by the chunk, perhaps
        }

        // Group 0002 is longer than a chunk (private information, say), or its end cannot be told from the chunk's: take more, within the header limit.
        byte[] more = new byte[Math.Min(fileLength, options.MaxHeaderLength)];
        int got = await source.FillAsync(more, 0, ct).ConfigureAwait(false);
        return FileHead.Read(more.AsMemory(0, got), options);
    }

    /// <summary>Where the fragments' sequence ends: item headers are read one by one, their content is not (PS3.5 §A.4).</summary>
    private static async ValueTask<(long End, bool Ended)> FragmentsEndAsync(RandomBytes source, long start, long fileLength, bool isBigEndian, CancellationToken ct)
    {
        byte[] header = new byte[8];
        long position = start;
        while (position + 8 <= fileLength)
        {
            await source.FillAsync(header, position, ct).ConfigureAwait(false);
            DicomTag tag = ElementScanner.ReadTag(header, isBigEndian);
            uint length = ElementScanner.ReadUInt32(header.AsSpan(4), isBigEndian);
            if (tag == ElementScanner.SequenceDelimitation) return (position + 8, true);
            if (tag != ElementScanner.Item || length == ElementScanner.UndefinedLength) break; // no fragment: the rest of the file is taken as it is
            position += 8 + (long)length;
        }

        return (fileLength, false);
    }

    private static async ValueTask<byte[]> ReadAllAsync(RandomBytes source, long length, DicomReadOptions options, CancellationToken ct)
    {
        if (length > options.MaxInflatedLength) throw new DicomDataException($"The deflated file has {length} bytes; at most {options.MaxInflatedLength} are read.");
        byte[] all = new byte[length];
        int read = await source.FillAsync(all, 0, ct).ConfigureAwait(false);
        return read == all.Length ? all : all[..read];
    }
}
