namespace Pacs.Network;

/// <summary>How a client talks.</summary>
public sealed record DicomClientOptions
{
    /// <summary>Time-outs, PDU length, clock and log of its associations.</summary>
    public AssociationOptions Association { get; init; } = new();

    /// <summary>How long an association is kept open without use; zero releases it after each operation. Default 10 s: short of the patience of common peers.</summary>
    public TimeSpan KeepOpen { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for the end of an operation after C-CANCEL before aborting. Default 5 s.</summary>
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Priority of all requests.</summary>
    public Priority Priority { get; init; }

    /// <summary>Longest identifier taken in a response, in bytes. Default 4 MB.</summary>
    public int MaxIdentifierLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Opens connections. Default: TCP.</summary>
    public PeerConnector Connect { get; init; } = PeerConnectors.Tcp;
}
