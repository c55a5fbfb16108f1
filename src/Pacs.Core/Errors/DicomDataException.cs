namespace Pacs.Core;

/// <summary>Bytes that are no readable DICOM, or a value that cannot be read or written as asked.</summary>
public sealed class DicomDataException : DicomException
{
    /// <summary>Makes the exception; tag and offset are added to the message where known.</summary>
    /// <param name="message">What is wrong, with the numbers.</param>
    /// <param name="tag">The element concerned.</param>
    /// <param name="offset">Where, in bytes from the start of the input.</param>
    /// <param name="innerException">What caused it.</param>
    public DicomDataException(string message, DicomTag? tag = null, long? offset = null, Exception? innerException = null)
        : base(Describe(message, tag, offset), innerException)
    {
        Tag = tag;
        Offset = offset;
    }

    /// <summary>The element concerned, or null.</summary>
    public DicomTag? Tag { get; }

    /// <summary>Offset in bytes from the start of the input, or null.</summary>
    public long? Offset { get; }

    private static string Describe(string message, DicomTag? tag, long? offset) => (tag, offset) switch
    {
        (null, null) => message,
        (null, _) => $"{message} (offset {offset})",
        (_, null) => $"{tag}: {message}",
        _ => $"{tag}: {message} (offset {offset})",
    };
}
