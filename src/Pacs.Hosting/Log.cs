using System.Net;
using Microsoft.Extensions.Logging;

namespace Pacs.Hosting;

/// <summary>What the host reports.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{AeTitle} serves DICOM on {EndPoint}")]
    public static partial void Started(this ILogger logger, string aeTitle, IPEndPoint endPoint);

    [LoggerMessage(2, LogLevel.Debug, "Warming up failed; the first images will take a little longer")]
    public static partial void WarmUpFailed(this ILogger logger, Exception failure);

    [LoggerMessage(3, LogLevel.Debug, "Warmed up: {Stored} objects of no account went in")]
    public static partial void WarmedUp(this ILogger logger, int stored);
}
