using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>A request that is answered with a status other than success. The message goes to the client: it holds no patient data.</summary>
internal sealed class DicomWebException(int status, string message, Exception? innerException = null) : DicomException(message, innerException)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;
}
