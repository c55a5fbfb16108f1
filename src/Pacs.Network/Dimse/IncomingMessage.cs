namespace Pacs.Network;

/// <summary>A message that has arrived, with its command read.</summary>
/// <param name="Message">The message and its data set, valid until the next is received.</param>
/// <param name="Command">Its command.</param>
internal readonly record struct IncomingMessage(ReceivedMessage Message, CommandSet Command)
{
    /// <summary>Where it came.</summary>
    public PresentationContext Context => Message.Context;
}
