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
}
