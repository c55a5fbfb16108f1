namespace Pacs.Network;

/// <summary>What a server offers. A service that is null is not offered: its SOP classes are rejected in negotiation.</summary>
public sealed record DicomServices
{
    /// <summary>Verification; offered by default, since every acceptor has to (PS3.4 §A.1).</summary>
    public IEchoScp? Echo { get; init; } = new EchoScp();

    /// <summary>Storage.</summary>
    public IStoreScp? Store { get; init; }

    /// <summary>Queries: the classes of <see cref="DicomServerOptions.FindSopClasses"/>.</summary>
    public IFindScp? Find { get; init; }

    /// <summary>Retrieval: the classes of <see cref="DicomServerOptions.MoveSopClasses"/> and <see cref="DicomServerOptions.GetSopClasses"/>.</summary>
    public IRetrieveScp? Retrieve { get; init; }

    /// <summary>Who is known; without it nobody is, and every C-MOVE destination is unknown.</summary>
    public IPeerDirectory? Peers { get; init; }
}
