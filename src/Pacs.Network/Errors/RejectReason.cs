namespace Pacs.Network;

/// <summary>Source and Reason/Diag of A-ASSOCIATE-RJ in one value: source in the high byte, reason in the low byte (PS3.8 Table 9-21).</summary>
#pragma warning disable CA1008, CA1028 // the two bytes on the wire
public enum RejectReason : ushort
{
    /// <summary>Service-user: no reason given.</summary>
    NoReasonGiven = 0x0101,
    /// <summary>Service-user: application context name not supported.</summary>
    ApplicationContextNameNotSupported = 0x0102,
    /// <summary>Service-user: calling AE title not recognized.</summary>
    CallingAeTitleNotRecognized = 0x0103,
    /// <summary>Service-user: called AE title not recognized.</summary>
    CalledAeTitleNotRecognized = 0x0107,
    /// <summary>Service-provider (ACSE): no reason given. Also for an identity that was not accepted (PS3.7 §D.3.3.7).</summary>
    ProviderNoReasonGiven = 0x0201,
    /// <summary>Service-provider (ACSE): protocol version not supported.</summary>
    ProtocolVersionNotSupported = 0x0202,
    /// <summary>Service-provider (presentation): temporary congestion.</summary>
    TemporaryCongestion = 0x0301,
    /// <summary>Service-provider (presentation): local limit exceeded.</summary>
    LocalLimitExceeded = 0x0302,
}
