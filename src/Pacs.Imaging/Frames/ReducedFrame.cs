using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Reads no more of a frame than its smaller version takes.</summary>
internal static class ReducedFrame
{
    // Holds the head of a stream and, of most, a thumbnail: two pages of a disk more or less cost the same.
    private const int FirstRead = 16 * 1024;

    /// <summary>How often a frame is to be halved.</summary>
    /// <exception cref="DicomImageException">The head is broken or not whole.</exception>
    public static int Reductions(IResolutionCodec codec, ReadOnlySpan<byte> beginning, PixelLayout declared, DecodeOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Reductions, nameof(options));
        if (options.Reductions == 0 && options.EnoughSize is null) return 0;
        int wanted = options.Reductions;
        if (options.EnoughSize is { } enough)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(enough, nameof(options));
            int side = Math.Max(declared.Columns, declared.Rows);
            for (wanted = 0; wanted < 31 && (side + (1L << (wanted + 1)) - 1) >> (wanted + 1) >= enough; wanted++)
            {
                // A reduced side is rounded up.
            }
        }

        return wanted == 0 ? 0 : Math.Min(wanted, codec.GetReductions(beginning));
    }

    /// <summary>Reads the beginning of a frame, longer each time, until it suffices.</summary>
    public static async ValueTask<EncodedFrame> ReadAsync(FrameReader reader, int frame, IResolutionCodec codec, DecodeOptions options, CancellationToken ct)
    {
        var declared = PixelLayout.Of(reader.Dataset);
        for (long length = FirstRead; ;)
        {
            EncodedFrame beginning = await reader.ReadBeginningAsync(frame, (int)Math.Min(length, Array.MaxLength), ct).ConfigureAwait(false);
            if (beginning.Bytes.Length < length || Suffices(beginning, declared, codec, options, out length, ct)) return beginning;
            beginning.Dispose();
        }
    }

    private static bool Suffices(EncodedFrame beginning, PixelLayout declared, IResolutionCodec codec, DecodeOptions options, out long length, CancellationToken ct)
    {
        length = 2L * beginning.Bytes.Length;
        try
        {
            int reductions = Reductions(codec, beginning.Bytes, declared, options);
            return codec.TryGetReducedLength(beginning.Memory, declared, reductions, new CodecContext(declared, options.Limits, ct), out length);
        }
        catch (DicomImageException)
        {
            // A head that is not whole yet, or one that is broken: the whole frame will tell.
            return false;
        }
    }
}
