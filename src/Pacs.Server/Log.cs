using Microsoft.Extensions.Logging;

namespace Pacs.Server;

/// <summary>What the services report.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Critical, "The audit entry {Event} is lost: the sink failed")]
    public static partial void AuditFailed(ILogger logger, string @event, Exception failure);
}
