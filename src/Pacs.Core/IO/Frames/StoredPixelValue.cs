using System.Buffers;

namespace Pacs.Core;

/// <summary>Finds the pixels of stored bytes: the header is read, then the pixel data's own element header.</summary>
internal static class StoredPixelValue
{
    private const int ChunkLength = 32 * 1024;

    public static async ValueTask<PixelValue> FindAsync(IEncodedDataset stored, CancellationToken ct)
    {
        TransferSyntax syntax = stored.TransferSyntax;
        if (syntax.IsDeflated) return PixelValue.Find(await InflateAsync(stored, ct).ConfigureAwait(false));
        using var reader = new DicomHeaderReader(syntax);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            for (long position = 0; !reader.IsComplete;)
            {
                position += reader.TakeSkip(position, stored.Length);
                int read = await stored.ReadAsync(position, chunk.AsMemory(0, ChunkLength), ct).ConfigureAwait(false);
                if (read == 0) break;
                reader.Append(chunk.AsSpan(0, read));
                position += read;
            }

            DicomDataset header = reader.Complete();
            if (reader.StoppedAt is not { } tag) throw new DicomDataException("The data set has no pixel data.", DicomTag.PixelData);
            int got = await stored.ReadAsync(reader.StoppedAtOffset, chunk.AsMemory(0, 12), ct).ConfigureAwait(false);
            ElementScanner.TryReadHeader(chunk.AsSpan(0, got), ElementEncoding.Of(syntax), out ScannedElement element, out uint length);
            long start = reader.StoppedAtOffset + element.HeaderLength;
            bool isUndefined = length == ElementScanner.UndefinedLength;
            return new PixelValue(header, tag, element.VR, new ValueSource.Stored(stored, start, isUndefined ? stored.Length - start : length))
            {
                IsUndefinedLength = isUndefined,
                IsBigEndian = syntax.IsBigEndian,
                Stored = stored,
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static async ValueTask<DicomDataset> InflateAsync(IEncodedDataset stored, CancellationToken ct)
    {
        DicomReadOptions options = DicomReadOptions.Default;
        if (stored.Length > options.MaxInflatedLength) throw new DicomDataException($"The deflated data set has {stored.Length} bytes; at most {options.MaxInflatedLength} are read.");
        byte[] all = new byte[stored.Length];
        int read = await stored.ReadAsync(0, all, ct).ConfigureAwait(false);
        return DicomDataset.Parse(FileReader.Inflate(all.AsMemory(0, read), options, out _), TransferSyntax.ExplicitVRLittleEndian, options);
    }
}
