using Pacs.Core;

namespace Pacs.Network;

/// <summary>Element numbers of group 0000 that DIMSE-C uses (PS3.7 Table E.1-1).</summary>
internal static class CommandElement
{
    public const ushort GroupLength = 0x0000;
    public const ushort AffectedSopClassUid = 0x0002;
    public const ushort RequestedSopClassUid = 0x0003;
    public const ushort CommandField = 0x0100;
    public const ushort MessageId = 0x0110;
    public const ushort MessageIdBeingRespondedTo = 0x0120;
    public const ushort MoveDestination = 0x0600;
    public const ushort Priority = 0x0700;
    public const ushort CommandDataSetType = 0x0800;
    public const ushort Status = 0x0900;
    public const ushort OffendingElement = 0x0901;
    public const ushort ErrorComment = 0x0902;
    public const ushort AffectedSopInstanceUid = 0x1000;
    public const ushort RequestedSopInstanceUid = 0x1001;
    public const ushort RemainingSubOperations = 0x1020;
    public const ushort CompletedSubOperations = 0x1021;
    public const ushort FailedSubOperations = 0x1022;
    public const ushort WarningSubOperations = 0x1023;
    public const ushort MoveOriginatorAeTitle = 0x1030;
    public const ushort MoveOriginatorMessageId = 0x1031;

    /// <summary>The tag of a command element.</summary>
    public static DicomTag ToTag(ushort element) => new(0x0000, element);
}
