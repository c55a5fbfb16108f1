using Pacs.Core;

namespace Pacs.Network;

/// <summary>C-ECHO (PS3.7 §9.3.5).</summary>
internal static class CEcho
{
    public const CommandFault.Needs Needs = CommandFault.Needs.SopClass;

    public static CommandSet Request(ushort messageId, DicomUid sopClass) => new()
    {
        Field = CommandField.CEchoRequest,
        AffectedSopClass = sopClass,
        MessageId = messageId,
        DataSetType = CommandSet.NoDataset,
    };

    public static CommandSet Response(CommandSet request, DicomStatus status) => new()
    {
        Field = CommandField.CEchoResponse,
        AffectedSopClass = request.AffectedSopClass,
        RespondedTo = request.MessageId,
        DataSetType = CommandSet.NoDataset,
        Status = status.Code,
        ErrorComment = status.Comment,
    };
}
