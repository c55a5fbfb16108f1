using System.Buffers;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Decodes and encodes single frames of a family of transfer syntaxes. Stateless: safe from any thread.</summary>
/// <remarks>
/// A codec is told what the data set declares, and believes the stream where the stream must be believed: precision, sign, process, colour
/// transform. What comes out may so differ from what was declared; <see cref="ReadLayout"/> tells beforehand. Whatever the bytes, a codec ends
/// with pixels, <see cref="DicomImageException"/> or <see cref="OperationCanceledException"/>, within the limits of its <see cref="CodecContext"/>.
/// FrameCodecContract of Pacs.Testing proves a codec of your own.
/// </remarks>
public interface IFrameCodec
{
    /// <summary>The transfer syntaxes whose frames <see cref="Decode"/> reads.</summary>
    IReadOnlyCollection<TransferSyntax> Decodes { get; }

    /// <summary>The transfer syntaxes whose frames <see cref="Encode"/> writes; empty when it writes none.</summary>
    IReadOnlyCollection<TransferSyntax> Encodes { get; }

    /// <summary>Reads the head of a frame: the layout that <see cref="Decode"/> gives.</summary>
    /// <param name="encoded">One frame, its fragments joined. Borrowed for the call.</param>
    /// <param name="declared">What the data set says.</param>
    /// <exception cref="DicomImageException">The head is broken, or contradicts the data set beyond repair (other rows or columns, say).</exception>
    PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared);

    /// <summary>Decodes a frame into little endian words, interleaved by pixel.</summary>
    /// <param name="encoded">One frame, its fragments joined. Borrowed for the call.</param>
    /// <param name="declared">What the data set says.</param>
    /// <param name="pixels">Filled whole: <see cref="PixelLayout.FrameLength"/> bytes of the layout that <see cref="ReadLayout"/> gave. Signed samples narrower than their word are sign-extended by codecs that know samples; those that keep whole words (native, RLE, deflated) keep their high bits.</param>
    /// <param name="context">Limits and cancellation.</param>
    /// <exception cref="DicomImageException">The frame is corrupt or beyond the limits.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is shorter than the frame.</exception>
    void Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Memory<byte> pixels, CodecContext context);

    /// <summary>Encodes a frame.</summary>
    /// <param name="pixels">A frame in little endian words, as <paramref name="layout"/> says: as decoded, or native with whatever its high bits hold. Borrowed for the call.</param>
    /// <param name="layout">Its shape.</param>
    /// <param name="syntax">One of <see cref="Encodes"/>.</param>
    /// <param name="options">What is lost, where the syntax may lose something.</param>
    /// <param name="output">Takes the encoded frame, without padding to even length.</param>
    /// <param name="context">Limits and cancellation.</param>
    /// <returns>The layout that the frame has when it is decoded by <see cref="Decode"/>'s contract, for the data set that will hold it: photometric interpretation and planar configuration may have changed.</returns>
    /// <exception cref="DicomImageException">This layout cannot be encoded so.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is shorter than the frame.</exception>
    PixelLayout Encode(ReadOnlyMemory<byte> pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options, IBufferWriter<byte> output, CodecContext context);
}
