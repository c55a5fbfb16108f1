namespace Pacs.Network;

/// <summary>Why an association was aborted: the Reason/Diag field of A-ABORT (PS3.8 Table 9-26). Only meaningful when the service-provider aborted.</summary>
#pragma warning disable CA1028 // the byte on the wire
public enum AbortReason : byte
{
    /// <summary>Reason not specified; the only one that a service-user may send.</summary>
    NotSpecified = 0,
    /// <summary>A PDU of unknown type.</summary>
    UnrecognizedPdu = 1,
    /// <summary>A PDU that the state does not allow.</summary>
    UnexpectedPdu = 2,
    /// <summary>Reserved by the standard; seen from peers only.</summary>
    Reserved = 3,
    /// <summary>A PDU parameter of unknown kind.</summary>
    UnrecognizedPduParameter = 4,
    /// <summary>A PDU parameter where it does not belong.</summary>
    UnexpectedPduParameter = 5,
    /// <summary>A PDU parameter with an invalid value.</summary>
    InvalidPduParameterValue = 6,
}
