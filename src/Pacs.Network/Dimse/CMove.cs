using Pacs.Core;

namespace Pacs.Network;

/// <summary>C-MOVE (PS3.7 §9.3.4).</summary>
internal static class CMove
{
    public const CommandFault.Needs Needs = CommandFault.Needs.SopClass | CommandFault.Needs.Dataset | CommandFault.Needs.MoveDestination;

    public static CommandSet Request(ushort messageId, DicomUid sopClass, Priority priority, string destination) => new()
    {
        Field = CommandField.CMoveRequest,
        AffectedSopClass = sopClass,
        MessageId = messageId,
        Priority = priority,
        MoveDestination = destination,
        DataSetType = CommandSet.WithDataset,
    };

    /// <summary>A response with the counters that fit its status; <paramref name="hasIdentifier"/> says that the list of failed instances follows.</summary>
    public static CommandSet Response(CommandSet request, DicomStatus status, SubOperations? counters, bool hasIdentifier) =>
        Retrieve.Response(CommandField.CMoveResponse, request, status, counters, hasIdentifier);
}
