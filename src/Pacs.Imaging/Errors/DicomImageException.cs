using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Pixel data that cannot be decoded, drawn or encoded: corrupt, contradicting its data set, or beyond a limit.</summary>
public sealed class DicomImageException : DicomException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, with the numbers.</param>
    /// <param name="offset">Where, in bytes from the start of the encoded frame.</param>
    /// <param name="innerException">What caused it.</param>
    public DicomImageException(string message, long? offset = null, Exception? innerException = null)
        : base(offset is null ? message : $"{message} (offset {offset})", innerException) => Offset = offset;

    /// <summary>Offset in bytes from the start of the encoded frame, or null.</summary>
    public long? Offset { get; }
}
