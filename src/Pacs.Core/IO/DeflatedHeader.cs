using System.Buffers;
using System.IO.Compression;

namespace Pacs.Core;

/// <summary>The header of a deflated data set (PS3.5 §A.5): the compressed prefix is inflated again each time it has doubled, so that the work stays linear.</summary>
internal sealed class DeflatedHeader(DicomReadOptions options)
{
    private readonly ArrayBufferWriter<byte> _compressed = new(16 * 1024);
    private int _retryAt = 4096;

    /// <summary>The header, once it is known.</summary>
    public DicomDataset? Header { get; private set; }

    /// <summary>Takes compressed bytes.</summary>
    /// <param name="bytes">The next bytes of the deflate stream.</param>
    /// <param name="stopped">Told where the header ends, before its reader is gone.</param>
    public void Append(ReadOnlySpan<byte> bytes, Action<DicomHeaderReader> stopped)
    {
        if (_compressed.WrittenCount + (long)bytes.Length > options.MaxHeaderLength)
            throw new DicomDataException($"The deflated header needs more than {options.MaxHeaderLength} bytes.", null, _compressed.WrittenCount);
        _compressed.Write(bytes);
        if (_compressed.WrittenCount < _retryAt) return;
        _retryAt = _compressed.WrittenCount * 2;
        Inflate(isFinal: false, stopped);
    }

    /// <summary>No more bytes come: the header is what there is.</summary>
    public DicomDataset Complete(Action<DicomHeaderReader> stopped)
    {
        if (Header is null) Inflate(isFinal: true, stopped);
        return Header!;
    }

    private void Inflate(bool isFinal, Action<DicomHeaderReader> stopped)
    {
        using var reader = new DicomHeaderReader(TransferSyntax.ExplicitVRLittleEndian, options);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            using var input = new MemoryStream(_compressed.WrittenSpan[DeflatedBody.HeaderLength(_compressed.WrittenSpan)..].ToArray(), writable: false);
            using var inflate = new DeflateStream(input, CompressionMode.Decompress);
            long total = 0;
            while (Next(inflate, chunk, isFinal, total) is > 0 and int read)
            {
                total += read;
                if (total > options.MaxInflatedLength) throw new DicomDataException($"The data set inflates to more than {options.MaxInflatedLength} bytes.", null, total);
                if (!reader.Append(chunk.AsSpan(0, read))) continue;
                Header = reader.Complete();
                stopped(reader);
                return;
            }

            if (isFinal) Header = reader.Complete();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static int Next(DeflateStream inflate, byte[] chunk, bool isFinal, long total)
    {
        try
        {
            return inflate.Read(chunk, 0, chunk.Length);
        }
        catch (InvalidDataException broken) when (isFinal)
        {
            throw new DicomDataException($"The deflate stream is broken after {total} bytes.", null, total, broken);
        }
        catch (InvalidDataException)
        {
            return 0; // the prefix ends inside a block: more is to come
        }
    }
}
