using System.Net;
using Microsoft.Extensions.Logging;

namespace Pacs.Hosting;

/// <summary>What the host reports.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{AeTitle} serves DICOM on {EndPoint}")]
    public static partial void Started(this ILogger logger, string aeTitle, IPEndPoint endPoint);
}
