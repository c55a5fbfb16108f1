using System.Net;
using Microsoft.Extensions.Logging;

namespace Pacs.Network;

/// <summary>All that this package logs. No patient data: AE titles, addresses, counts, reasons.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Association accepted: {CallingAe} to {CalledAe} from {Remote}, {Accepted} of {Proposed} contexts.")]
    public static partial void Accepted(ILogger logger, string callingAe, string calledAe, EndPoint? remote, int accepted, int proposed);

    [LoggerMessage(2, LogLevel.Information, "Association rejected: {CallingAe} to {CalledAe} from {Remote}: {Result}, {Reason}.")]
    public static partial void Rejected(ILogger logger, string callingAe, string calledAe, EndPoint? remote, RejectResult result, RejectReason reason);

    [LoggerMessage(3, LogLevel.Information, "Connection from {Remote} came to no association: {Reason}")]
    public static partial void NotEstablished(ILogger logger, EndPoint? remote, string reason);

    [LoggerMessage(4, LogLevel.Information, "Associated with {CalledAe} as {CallingAe}, {Accepted} of {Proposed} contexts.")]
    public static partial void Requested(ILogger logger, string calledAe, string callingAe, int accepted, int proposed);

    [LoggerMessage(5, LogLevel.Error, "The association policy failed for {CallingAe} to {CalledAe}; the association is aborted.")]
    public static partial void PolicyFailed(ILogger logger, Exception exception, string callingAe, string calledAe);

    [LoggerMessage(6, LogLevel.Information, "Association of {CallingAe} ended: {Reason}")]
    public static partial void Ended(ILogger logger, string callingAe, string reason);

    [LoggerMessage(7, LogLevel.Error, "The handler of an association of {CallingAe} failed; the association is aborted.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string callingAe);

    [LoggerMessage(8, LogLevel.Error, "Accepting connections failed; trying again.")]
    public static partial void AcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "Connection from {Remote} closed: {Count} connections are open, which is the limit.")]
    public static partial void ConnectionRefused(ILogger logger, EndPoint? remote, int count);

    [LoggerMessage(10, LogLevel.Warning, "{Count} associations did not finish in time and were broken off.")]
    public static partial void BrokenOff(ILogger logger, int count);

    [LoggerMessage(11, LogLevel.Error, "An observer of associations failed.")]
    public static partial void ObserverFailed(ILogger logger, Exception exception);
}
