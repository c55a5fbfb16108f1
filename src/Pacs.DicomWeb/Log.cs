using Microsoft.Extensions.Logging;

namespace Pacs.DicomWeb;

/// <summary>What the endpoints report. Routes and UIDs only: no query, which may name a patient.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed with status {Status}")]
    public static partial void Failed(ILogger logger, string method, string route, int status, Exception failure);
}
