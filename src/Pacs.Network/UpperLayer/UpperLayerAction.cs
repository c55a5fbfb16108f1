namespace Pacs.Network;

/// <summary>Actions of the upper layer (PS3.8 Tables 9-6 to 9-9).</summary>
#pragma warning disable CA1028
internal enum UpperLayerAction : byte
{
    /// <summary>An empty cell of the table: the event cannot happen, or is not allowed, in that state.</summary>
    None = 0,
    /// <summary>Issue TRANSPORT CONNECT.</summary>
    AE1,
    /// <summary>Send A-ASSOCIATE-RQ.</summary>
    AE2,
    /// <summary>Confirm the association as accepted.</summary>
    AE3,
    /// <summary>Confirm it as rejected; close.</summary>
    AE4,
    /// <summary>Accept the transport connection; start ARTIM.</summary>
    AE5,
    /// <summary>Stop ARTIM; indicate the request if the provider can take it, otherwise send A-ASSOCIATE-RJ and start ARTIM.</summary>
    AE6,
    /// <summary>Send A-ASSOCIATE-AC.</summary>
    AE7,
    /// <summary>Send A-ASSOCIATE-RJ; start ARTIM.</summary>
    AE8,
    /// <summary>Send P-DATA-TF.</summary>
    DT1,
    /// <summary>Indicate P-DATA.</summary>
    DT2,
    /// <summary>Send A-RELEASE-RQ.</summary>
    AR1,
    /// <summary>Indicate A-RELEASE.</summary>
    AR2,
    /// <summary>Confirm A-RELEASE; close.</summary>
    AR3,
    /// <summary>Send A-RELEASE-RP; start ARTIM.</summary>
    AR4,
    /// <summary>Stop ARTIM.</summary>
    AR5,
    /// <summary>Indicate P-DATA while awaiting A-RELEASE-RP.</summary>
    AR6,
    /// <summary>Send P-DATA-TF before the A-RELEASE response.</summary>
    AR7,
    /// <summary>Indicate A-RELEASE: collision. Sta9 for the requestor, Sta10 for the acceptor.</summary>
    AR8,
    /// <summary>Send A-RELEASE-RP.</summary>
    AR9,
    /// <summary>Confirm A-RELEASE.</summary>
    AR10,
    /// <summary>Send A-ABORT as service-user; start or restart ARTIM.</summary>
    AA1,
    /// <summary>Stop ARTIM; close.</summary>
    AA2,
    /// <summary>Indicate A-ABORT or A-P-ABORT; close.</summary>
    AA3,
    /// <summary>Indicate A-P-ABORT.</summary>
    AA4,
    /// <summary>Stop ARTIM.</summary>
    AA5,
    /// <summary>Ignore the PDU.</summary>
    AA6,
    /// <summary>Send A-ABORT.</summary>
    AA7,
    /// <summary>Send A-ABORT as service-provider; indicate A-P-ABORT; start ARTIM.</summary>
    AA8,
}
