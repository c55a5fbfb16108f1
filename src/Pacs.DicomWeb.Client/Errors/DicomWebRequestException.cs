using System.Net;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>A DICOMweb request that failed: the server answered with an error, or was not reached, or the connection broke.</summary>
/// <remarks>The message names method, path below the service, status and reason. What may tell of patients, as query parameters and the server's own text, stays out of it.</remarks>
public sealed class DicomWebRequestException : DicomException
{
    internal DicomWebRequestException(string message, HttpStatusCode? status, bool isTransient, string? detail = null, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = status;
        IsTransient = isTransient;
        Detail = detail;
        RetryAfter = retryAfter;
    }

    /// <summary>The server's status; null when it did not answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>What the server's answer says beside the status: at most 4096 characters, not trusted, maybe with patient data in it. Null when nothing.</summary>
    public string? Detail { get; }

    /// <summary>When the server wants to be asked again; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <inheritdoc/>
    public override bool IsTransient { get; }
}
