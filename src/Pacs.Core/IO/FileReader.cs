using System.Buffers;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Pacs.Core;

/// <summary>Reads a file's head and data set with few, large reads, seeking over what is left in the file.</summary>
internal static class FileReader
{
    // One read covers the header of nearly every file, and stays below the large object heap.
    private const int ChunkLength = 32 * 1024;

    public static DicomFile Read(SafeFileHandle handle, DicomReadOptions options, CancellationToken ct)
    {
        long fileLength = RandomAccess.GetLength(handle);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            int read = ReadFully(handle, chunk, 0);
            FileHead head = ReadHead(handle, chunk, read, fileLength, options);
            if (head.Syntax.IsDeflated)
            {
                byte[] all = ReadAll(handle, fileLength, options);
                handle.Dispose();
                return DicomFile.Parse(all, options);
            }

            using var reader = new DicomHeaderReader(head.Syntax, options, handle, head.DatasetOffset);
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
                    long end = FragmentsEnd(handle, start, fileLength, out bool ended, ct);
                    reader.PassOverRegion(end - start, ended);
                    position = head.DatasetOffset + reader.BytesTaken;
                }

                position += reader.TakeSkip(position, fileLength);
                if (reader.AwaitsRegion) continue;
                int got = ReadFully(handle, chunk, position);
                if (got == 0) break;
                reader.Append(chunk.AsSpan(0, got));
                position += got;
            }

            DicomDataset dataset = reader.Complete();
            return new DicomFile(in head, dataset, handle, default, head.FindingsWith(dataset));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Inflates a whole data set (PS3.5 §A.5), within the limit.</summary>
    public static byte[] Inflate(ReadOnlyMemory<byte> body, DicomReadOptions options)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(256, (int)Math.Min(body.Length * 4L, 1 << 20)));
        using var input = new MemoryStream(body.ToArray(), writable: false);
        using var inflate = new DeflateStream(input, CompressionMode.Decompress);
        try
        {
            while (true)
            {
                int read = inflate.Read(output.GetSpan(16 * 1024));
                if (read == 0) return output.WrittenSpan.ToArray();
                output.Advance(read);
                if (output.WrittenCount > options.MaxInflatedLength)
                    throw new DicomDataException($"The data set inflates to more than {options.MaxInflatedLength} bytes.", null, output.WrittenCount);
            }
        }
        catch (InvalidDataException broken)
        {
            throw new DicomDataException($"The deflate stream is broken after {output.WrittenCount} bytes of data set.", null, output.WrittenCount, broken);
        }
    }

    private static FileHead ReadHead(SafeFileHandle handle, byte[] chunk, int read, long fileLength, DicomReadOptions options)
    {
        try
        {
            return FileHead.Read(chunk.AsMemory(0, read), options);
        }
        catch (DicomDataException) when (read < fileLength)
        {
            // Group 0002 is longer than a chunk (private information, say): take more, within the header limit.
            byte[] more = new byte[Math.Min(fileLength, options.MaxHeaderLength)];
            int got = ReadFully(handle, more, 0);
            return FileHead.Read(more.AsMemory(0, got), options);
        }
    }

    /// <summary>Where the fragments' sequence ends: item headers are read one by one, their content is not (PS3.5 §A.4).</summary>
    private static long FragmentsEnd(SafeFileHandle handle, long start, long fileLength, out bool ended, CancellationToken ct)
    {
        ended = false;
        Span<byte> header = stackalloc byte[8];
        long position = start;
        while (position + 8 <= fileLength)
        {
            ct.ThrowIfCancellationRequested();
            ReadFully(handle, header, position);
            DicomTag tag = ElementScanner.ReadTag(header, isBigEndian: false);
            uint length = ElementScanner.ReadUInt32(header[4..], isBigEndian: false);
            ended = tag == ElementScanner.SequenceDelimitation;
            if (ended) return position + 8;
            if (tag != ElementScanner.Item || length == ElementScanner.UndefinedLength) break; // no fragment: the rest of the file is taken as it is
            position += 8 + (long)length;
        }

        return fileLength;
    }

    private static byte[] ReadAll(SafeFileHandle handle, long length, DicomReadOptions options)
    {
        if (length > options.MaxInflatedLength) throw new DicomDataException($"The deflated file has {length} bytes; at most {options.MaxInflatedLength} are read.");
        byte[] all = new byte[length];
        ReadFully(handle, all, 0);
        return all;
    }

    // Synchronous on purpose: on Linux an asynchronous file read is a synchronous one on another thread, and the hop costs more than
    // the read of a header that is in the page cache.
    private static int ReadFully(SafeFileHandle handle, Span<byte> destination, long position)
    {
        int done = 0;
        while (done < destination.Length)
        {
            int read = RandomAccess.Read(handle, destination[done..], position + done);
            if (read == 0) break;
            done += read;
        }

        return done;
    }
}
