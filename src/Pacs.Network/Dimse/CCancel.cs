namespace Pacs.Network;

/// <summary>C-CANCEL of a C-FIND, C-GET or C-MOVE (PS3.7 §9.3.2.3). It has no response of its own.</summary>
internal static class CCancel
{
    public static CommandSet Request(ushort messageId) => new()
    {
        Field = CommandField.CCancelRequest,
        RespondedTo = messageId,
        DataSetType = CommandSet.NoDataset,
    };

    /// <summary>Whether a command cancels that request. Some SCUs send Message ID (0000,0110) in place of (0000,0120).</summary>
    public static bool Cancels(CommandSet command, CommandSet request) =>
        command.Field == CommandField.CCancelRequest && (command.RespondedTo ?? command.MessageId) == request.MessageId;
}
