using System.Buffers;
using System.IO.Compression;

namespace Pacs.Core;

/// <summary>The header of a deflated data set (PS3.5 §A.5): the compressed prefix is inflated again each time it has doubled, so that the work stays linear.</summary>
internal sealed class DeflatedHeader : IDisposable
{
    private readonly TransferSyntax _syntax;
    private readonly DicomReadOptions _options;
    private readonly ArrayBufferWriter<byte> _compressed = new(16 * 1024);
    private int _retryAt = 4096;

    public DeflatedHeader(TransferSyntax deflated, DicomReadOptions options)
    {
        _ = deflated;
        _syntax = TransferSyntax.ExplicitVRLittleEndian;
        _options = options;
    }

    public DicomDataset? Header { get; private set; }

    /// <summary>Returns a reader that is complete, or null while more is needed. The result is disposed already; its properties stay.</summary>
    public DicomHeaderReader? Append(ReadOnlySpan<byte> bytes)
    {
        if (_compressed.WrittenCount + (long)bytes.Length > _options.MaxHeaderLength)
            throw new DicomDataException($"The deflated header needs more than {_options.MaxHeaderLength} bytes.", null, _compressed.WrittenCount);
        _compressed.Write(bytes);
        if (_compressed.WrittenCount < _retryAt) return null;
        _retryAt = _compressed.WrittenCount * 2;
        return Inflate(isFinal: false);
    }

    public DicomDataset Complete()
    {
        using DicomHeaderReader? reader = Inflate(isFinal: true);
        return Header!;
    }

    public void Dispose()
    {
    }

    private DicomHeaderReader? Inflate(bool isFinal)
    {
        var reader = new DicomHeaderReader(_syntax, _options);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            using var input = new MemoryStream(_compressed.WrittenMemory.ToArray(), writable: false);
            using var inflate = new DeflateStream(input, CompressionMode.Decompress);
            long total = 0;
            while (true)
            {
                int read;
                try
                {
                    read = inflate.Read(chunk, 0, chunk.Length);
                }
                catch (InvalidDataException broken) when (isFinal)
                {
                    throw new DicomDataException($"The deflate stream is broken after {total} bytes.", null, total, broken);
                }
                catch (InvalidDataException)
                {
                    read = 0; // the prefix ends inside a block: more is to come
                }

                if (read == 0) break;
                total += read;
                if (total > _options.MaxInflatedLength) throw new DicomDataException($"The data set inflates to more than {_options.MaxInflatedLength} bytes.", null, total);
                if (!reader.Append(chunk.AsSpan(0, read))) continue;
                Header = reader.Complete();
                return reader;
            }

            if (isFinal) Header = reader.Complete();
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
            reader.Dispose();
        }
    }
}
