namespace Pacs.Network;

/// <summary>How many operations may be outstanding at once (PS3.7 §D.3.3.3). Without negotiation, 1 each.</summary>
/// <param name="MaxInvoked">Operations and sub-operations that the requestor may have outstanding; 0 is unlimited.</param>
/// <param name="MaxPerformed">Operations and sub-operations that the acceptor may have outstanding; 0 is unlimited.</param>
public readonly record struct AsyncOperationsWindow(ushort MaxInvoked, ushort MaxPerformed)
{
    /// <summary>One at a time each way: no asynchronous operations.</summary>
    public static AsyncOperationsWindow Synchronous => new(1, 1);
}
