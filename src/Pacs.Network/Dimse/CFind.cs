using Pacs.Core;

namespace Pacs.Network;

/// <summary>C-FIND (PS3.7 §9.3.2).</summary>
internal static class CFind
{
    public const CommandFault.Needs Needs = CommandFault.Needs.SopClass | CommandFault.Needs.Dataset;

    public static CommandSet Request(ushort messageId, DicomUid sopClass, Priority priority) => new()
    {
        Field = CommandField.CFindRequest,
        AffectedSopClass = sopClass,
        MessageId = messageId,
        Priority = priority,
        DataSetType = CommandSet.WithDataset,
    };

    /// <summary>A response; an identifier follows exactly when the status is pending (PS3.7 §9.1.2.1.5).</summary>
    public static CommandSet Response(CommandSet request, DicomStatus status) => new()
    {
        Field = CommandField.CFindResponse,
        AffectedSopClass = request.AffectedSopClass,
        RespondedTo = request.MessageId,
        DataSetType = status.IsPending ? CommandSet.WithDataset : CommandSet.NoDataset,
        Status = status.Code,
        ErrorComment = status.Comment,
    };
}
