using Pacs.Core;

namespace Pacs.Network;

/// <summary>What C-MOVE and C-GET responses have in common.</summary>
internal static class Retrieve
{
    /// <summary>A response. Remaining is told while pending and after a cancel, never with a final success, warning or failure (PS3.4 §C.4.2.1.6).</summary>
    public static CommandSet Response(CommandField field, CommandSet request, DicomStatus status, SubOperations? counters, bool hasIdentifier) => new()
    {
        Field = field,
        AffectedSopClass = request.AffectedSopClass,
        RespondedTo = request.MessageId,
        DataSetType = hasIdentifier ? CommandSet.WithDataset : CommandSet.NoDataset,
        Status = status.Code,
        ErrorComment = status.Comment,
        Remaining = counters is { } c && (status.IsPending || status.IsCancel) ? Clamp(c.Remaining) : null,
        Completed = counters is { } d ? Clamp(d.Completed) : null,
        Failed = counters is { } f ? Clamp(f.Failed) : null,
        Warning = counters is { } w ? Clamp(w.Warning) : null,
    };

    /// <summary>The field is US: counters past 65535 stay there until they fall below.</summary>
    private static ushort Clamp(int count) => (ushort)Math.Min(count, ushort.MaxValue);
}
