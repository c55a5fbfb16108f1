namespace Pacs.Network;

/// <summary>Whose order of transfer syntaxes decides when several are possible.</summary>
public enum TransferSyntaxPreference
{
    /// <summary>The first proposed one that the acceptor supports. The standard gives the order no meaning, but requestors put the one they hold first.</summary>
    Requestor,
    /// <summary>The first supported one that the requestor proposed.</summary>
    Acceptor,
}
