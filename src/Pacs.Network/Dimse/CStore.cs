using Pacs.Core;

namespace Pacs.Network;

/// <summary>C-STORE (PS3.7 §9.3.1).</summary>
internal static class CStore
{
    public const CommandFault.Needs Needs = CommandFault.Needs.SopClass | CommandFault.Needs.SopInstance | CommandFault.Needs.Dataset;

    public static CommandSet Request(ushort messageId, InstanceId instance, Priority priority, MoveOriginator? originator = null) => new()
    {
        Field = CommandField.CStoreRequest,
        AffectedSopClass = instance.SopClass,
        AffectedSopInstance = instance.SopInstance,
        MessageId = messageId,
        Priority = priority,
        DataSetType = CommandSet.WithDataset,
        MoveOriginatorAeTitle = originator?.AeTitle,
        MoveOriginatorMessageId = originator?.MessageId,
    };

    public static CommandSet Response(CommandSet request, DicomStatus status) => new()
    {
        Field = CommandField.CStoreResponse,
        AffectedSopClass = request.AffectedSopClass,
        AffectedSopInstance = request.AffectedSopInstance,
        RespondedTo = request.MessageId,
        DataSetType = CommandSet.NoDataset,
        Status = status.Code,
        ErrorComment = status.Comment,
    };

    /// <summary>The originator a request names, or null. Both halves belong together; half of one is ignored.</summary>
    public static MoveOriginator? Originator(CommandSet request) =>
        request is { MoveOriginatorAeTitle: { Length: > 0 } title, MoveOriginatorMessageId: { } id } ? new MoveOriginator(title, id) : null;
}
