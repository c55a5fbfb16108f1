using Microsoft.Extensions.Logging;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>What DIMSE services log: UIDs, AE titles, counts and statuses, no patient data.</summary>
/// <remarks>Exceptions of handlers go to Debug only: their messages are the application's, and may quote data.</remarks>
internal sealed partial class DimseLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    public void HandlerFailed(string operation, string callingAe, Exception exception)
    {
        HandlerFailed(operation, callingAe, exception.GetType().Name);
        HandlerException(exception);
    }

    public void StoreFailed(DicomUid instance, DicomUid sopClass, string callingAe, DicomStatus status, Exception exception)
    {
        StoreFailed(instance, sopClass, callingAe, status.Code.ToString("X4", System.Globalization.CultureInfo.InvariantCulture), exception.GetType().Name);
        HandlerException(exception);
    }

    public void InstanceUnreadable(DicomUid instance, Exception exception)
    {
        InstanceUnreadable(instance, exception.GetType().Name);
        HandlerException(exception);
    }

    [LoggerMessage(100, LogLevel.Error, "{Operation} of {CallingAe} failed: the handler threw {Exception}")]
    private partial void HandlerFailed(string operation, string callingAe, string exception);

    [LoggerMessage(101, LogLevel.Error, "C-STORE of {Instance} ({SopClass}) from {CallingAe} failed with {Status}: the handler threw {Exception}")]
    private partial void StoreFailed(DicomUid instance, DicomUid sopClass, string callingAe, string status, string exception);

    [LoggerMessage(102, LogLevel.Debug, "Exception of a handler")]
    private partial void HandlerException(Exception exception);

    [LoggerMessage(103, LogLevel.Warning, "{Operation} of {CallingAe} refused: {Status}")]
    public partial void RequestRefused(string operation, string callingAe, DicomStatus status);

    [LoggerMessage(104, LogLevel.Warning, "{Command} on a context for {AbstractSyntax} from {CallingAe} is not offered")]
    public partial void OperationRefused(CommandField command, DicomUid abstractSyntax, string callingAe);

    [LoggerMessage(105, LogLevel.Warning, "C-MOVE destination {Destination} asked for by {CallingAe} is unknown")]
    public partial void UnknownDestination(string destination, string callingAe);

    [LoggerMessage(106, LogLevel.Warning, "{Instance} ({SopClass}, {TransferSyntax}) cannot be sent to {Peer}: no accepted presentation context fits")]
    public partial void NoContext(DicomUid instance, DicomUid sopClass, TransferSyntax transferSyntax, string peer);

    [LoggerMessage(107, LogLevel.Error, "{Instance} cannot be read: {Exception}")]
    private partial void InstanceUnreadable(DicomUid instance, string exception);

    [LoggerMessage(108, LogLevel.Warning, "{Destination} cannot be reached any more; {Count} instances were not sent")]
    public partial void DestinationLost(string destination, int count, Exception exception);

    [LoggerMessage(109, LogLevel.Debug, "{Peer} did not release the association in good order")]
    public partial void ReleaseFailed(string peer, Exception exception);

    [LoggerMessage(110, LogLevel.Information, "{Operation} of {CallingAe} ended with {Status}: {Completed} completed, {Failed} failed, {Warning} with warnings, {Remaining} remaining")]
    public partial void RetrieveEnded(string operation, string callingAe, DicomStatus status, int completed, int failed, int warning, int remaining);

    public void FileUnreadable(string path, Exception exception)
    {
        FileUnreadable(exception.GetType().Name);
        FileException(path, exception);
    }

    [LoggerMessage(111, LogLevel.Warning, "A file was not sent: {Exception}")]
    private partial void FileUnreadable(string exception);

    [LoggerMessage(112, LogLevel.Debug, "{Path} was not sent")] // a path may hold a name
    private partial void FileException(string path, Exception exception);

    [LoggerMessage(113, LogLevel.Warning, "The list of failed instances from {Peer} cannot be read: {Message}")]
    public partial void IdentifierUnreadable(string peer, string message);
}
