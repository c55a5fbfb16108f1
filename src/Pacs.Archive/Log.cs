using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>What this package tells a log: UIDs, numbers and places, never patient data.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Debug, "Segment {Number} of {Size} bytes is in use")]
    public static partial void SegmentStarted(ILogger logger, int number, long size);

    [LoggerMessage(101, LogLevel.Warning, "Segment {Number} could not be cut to what it holds")]
    public static partial void TrimFailed(ILogger logger, int number, Exception e);

    [LoggerMessage(102, LogLevel.Information, "Segment store in {Folder} opened: {Segments} segments, last sequence {Sequence}, {Kept} files kept and {Removed} leftovers removed")]
    public static partial void StoreOpened(ILogger logger, string folder, int segments, long sequence, int kept, int removed);

    [LoggerMessage(103, LogLevel.Error, "Segment {Number} cannot be read and is left out")]
    public static partial void SegmentUnreadable(ILogger logger, int number, Exception? e);

    [LoggerMessage(104, LogLevel.Warning, "The record of {SopInstance} at {Address} is not whole: it was being written when the process ended, or it is damaged")]
    public static partial void RecordNotWhole(ILogger logger, string sopInstance, BlobAddress address);

    [LoggerMessage(105, LogLevel.Information, "Segment {Number} held nothing alive and was deleted")]
    public static partial void SegmentReclaimed(ILogger logger, int number);

    [LoggerMessage(106, LogLevel.Warning, "File {Number} could not be deleted; it stays as a leftover")]
    public static partial void DeleteFailed(ILogger logger, long number, Exception e);

    [LoggerMessage(107, LogLevel.Warning, "Segment {Number} was never filled and was set aside: it cannot be read")]
    public static partial void SegmentSetAside(ILogger logger, int number);

    [LoggerMessage(108, LogLevel.Error, "The index has seen sequence {Seen} but the log ends at {Last}: its end was lost. New objects go after the former")]
    public static partial void LogEndLost(ILogger logger, long last, long seen);

    [LoggerMessage(200, LogLevel.Error, "The index does not take {Count} changes; they are safe in the store and are tried again")]
    public static partial void IndexFailed(ILogger logger, int count, Exception e);

    [LoggerMessage(201, LogLevel.Information, "The index takes changes again")]
    public static partial void IndexRecovered(ILogger logger);

    [LoggerMessage(202, LogLevel.Error, "The index refused change {Sequence} and goes on without it")]
    public static partial void ChangeRefused(ILogger logger, long sequence, Exception e);

    [LoggerMessage(203, LogLevel.Warning, "Space of removed objects could not be reclaimed")]
    public static partial void StoreTrimFailed(ILogger logger, Exception e);

    [LoggerMessage(204, LogLevel.Information, "Archive opened: {Count} changes came from the store's log into the index")]
    public static partial void CaughtUp(ILogger logger, long count);

    [LoggerMessage(205, LogLevel.Warning, "{SopInstance} from {CallingAe}: another object with this UID is stored and is kept")]
    public static partial void Conflict(ILogger logger, string sopInstance, string callingAe);

    [LoggerMessage(206, LogLevel.Warning, "{SopInstance} from {CallingAe}: takes the place of another object with this UID")]
    public static partial void Replaced(ILogger logger, string sopInstance, string callingAe);

    [LoggerMessage(207, LogLevel.Warning, "{SopInstance} from {CallingAe}: refused with {Status}")]
    public static partial void Refused(ILogger logger, string sopInstance, string callingAe, string status);

    [LoggerMessage(208, LogLevel.Error, "{SopInstance} from {CallingAe}: storage failed")]
    public static partial void StorageFailed(ILogger logger, string sopInstance, string callingAe, Exception e);

    [LoggerMessage(209, LogLevel.Error, "The stored object {SopInstance} at {Address} cannot be read as a data set and is not in the index")]
    public static partial void UnreadableObject(ILogger logger, string sopInstance, BlobAddress address, Exception e);

    [LoggerMessage(210, LogLevel.Error, "{SopInstance} at {Address} was damaged or gone; the instance was received again and takes its place")]
    public static partial void Healed(ILogger logger, string sopInstance, BlobAddress address);
}
