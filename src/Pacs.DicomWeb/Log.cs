using Microsoft.Extensions.Logging;

namespace Pacs.DicomWeb;

/// <summary>What the endpoints report. Routes and UIDs only: no query, which may name a patient.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed with status {Status}")]
    public static partial void Failed(ILogger logger, string method, string route, int status, Exception failure);

    [LoggerMessage(2, LogLevel.Warning, "Metadata cannot be kept in the cache folder")]
    public static partial void CacheFailed(ILogger logger, Exception failure);

    [LoggerMessage(3, LogLevel.Error, "The archive's changes cannot be followed any more")]
    public static partial void FollowFailed(ILogger logger, Exception failure);

    [LoggerMessage(4, LogLevel.Critical, "The audit entry {Event} is lost: the sink failed")]
    public static partial void AuditFailed(ILogger logger, string @event, Exception failure);
}
