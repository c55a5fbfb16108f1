namespace Pacs.Imaging;

/// <summary>A codec whose frames hold smaller versions of themselves: halved once, twice and so on. For thumbnails, and for a first picture from few bytes.</summary>
public interface IResolutionCodec : IFrameCodec
{
    /// <summary>How often the frame can be halved; 0 when only its full size is there.</summary>
    /// <param name="encoded">The frame, or as much of its beginning as holds its head.</param>
    /// <exception cref="DicomImageException">The head is broken or not whole.</exception>
    int GetReductions(ReadOnlySpan<byte> encoded);

    /// <summary>The layout of the frame halved: rows and columns are those of <see cref="IFrameCodec.ReadLayout"/>, divided by 2 that many times.</summary>
    /// <param name="encoded">The frame, or as much of its beginning as holds its head.</param>
    /// <param name="declared">What the data set says of the full size.</param>
    /// <param name="reductions">Halvings, from 0 to <see cref="GetReductions"/>.</param>
    /// <exception cref="DicomImageException">The head is broken, contradicts the data set, or there are fewer reductions.</exception>
    PixelLayout ReadReducedLayout(ReadOnlySpan<byte> encoded, PixelLayout declared, int reductions);

    /// <summary>The number of bytes from the frame's beginning that its halved version needs. Reading no more than these decodes to the same pixels.</summary>
    /// <param name="encoded">The whole frame.</param>
    /// <param name="declared">What the data set says of the full size.</param>
    /// <param name="reductions">Halvings.</param>
    /// <param name="context">Limits and cancellation.</param>
    /// <exception cref="DicomImageException">The frame is corrupt, or there are fewer reductions.</exception>
    long GetReducedLength(ReadOnlyMemory<byte> encoded, PixelLayout declared, int reductions, CodecContext context);

    /// <summary>The same of a frame of which only the beginning is there: whether that is enough.</summary>
    /// <param name="beginning">The first bytes of the frame.</param>
    /// <param name="declared">What the data set says of the full size.</param>
    /// <param name="reductions">Halvings.</param>
    /// <param name="context">Limits and cancellation.</param>
    /// <param name="length">When true, the number of bytes that are needed. Else how many to read next: a guess, from the lengths that the head tells, and always more than are there.</param>
    /// <returns>False, too, when the head is broken, or not whole yet: decoding the whole frame will tell which.</returns>
    bool TryGetReducedLength(ReadOnlyMemory<byte> beginning, PixelLayout declared, int reductions, CodecContext context, out long length);

    /// <summary>Decodes the halved version.</summary>
    /// <param name="encoded">The frame, or at least its first <see cref="GetReducedLength"/> bytes.</param>
    /// <param name="declared">What the data set says of the full size.</param>
    /// <param name="reductions">Halvings.</param>
    /// <param name="pixels">Filled whole, in the layout that <see cref="ReadReducedLayout"/> gave.</param>
    /// <param name="context">Limits and cancellation.</param>
    /// <returns>What is missing of the packets that this size needs, in words for a log or a person; null when nothing is.</returns>
    /// <exception cref="DicomImageException">The frame is corrupt or beyond the limits.</exception>
    string? DecodeReduced(ReadOnlyMemory<byte> encoded, PixelLayout declared, int reductions, Memory<byte> pixels, CodecContext context);
}
