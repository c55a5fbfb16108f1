using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Draws frames of an object that is open, with those of other data types that belong to them.</summary>
public static class FrameReaderRendering
{
    /// <summary>Decodes a frame, and where the object blends data types (PS3.3 §C.7.6.23) those that it is blended with, and draws it. The picture is the caller's to dispose.</summary>
    /// <param name="reader">The frames.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="options">How it is drawn.</param>
    /// <param name="decoding">Codecs and limits.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DicomImageException">A frame is corrupt, beyond the limits, in a syntax that has no codec, or cannot be shown.</exception>
    /// <exception cref="DicomDataException">A frame is cut off.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public static async ValueTask<RenderedImage> RenderAsync(this FrameReader reader, int frame = 0, RenderOptions? options = null, DecodeOptions? decoding = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using PixelFrame pixels = await DicomImage.DecodeAsync(reader, frame, decoding, ct).ConfigureAwait(false);
        IReadOnlyList<PixelFrame> others = await reader.DecodeDataFramesAsync(frame, decoding, ct).ConfigureAwait(false);
        try
        {
            return await pixels.RenderAsync((options ?? RenderOptions.Default) with { DataFrames = others }, ct).ConfigureAwait(false);
        }
        finally
        {
            foreach (PixelFrame other in others) other.Dispose();
        }
    }

    /// <summary>Decodes the frames that a frame is blended with (<see cref="RenderOptions.DataFrames"/>): none in objects that do not blend data types.</summary>
    /// <param name="reader">The frames.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="decoding">Codecs and limits.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The frames; the caller disposes them.</returns>
    /// <exception cref="DicomImageException">A frame is corrupt, beyond the limits, or in a syntax that has no codec.</exception>
    /// <exception cref="DicomDataException">A frame is cut off.</exception>
    public static async ValueTask<IReadOnlyList<PixelFrame>> DecodeDataFramesAsync(this FrameReader reader, int frame, DecodeOptions? decoding = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.Dataset.GetSequence(DicomTag.DataFrameAssignmentSequence) is not { Count: > 0 }) return [];
        var frames = new List<PixelFrame>();
        try
        {
            foreach (int other in EnhancedPalette.FramesWith(reader.Dataset, frame))
                if (other < reader.Count) frames.Add(await DicomImage.DecodeAsync(reader, other, decoding, ct).ConfigureAwait(false));
            return frames;
        }
        catch
        {
            foreach (PixelFrame decoded in frames) decoded.Dispose();
            throw;
        }
    }
}
