using Pacs.Core;

namespace Pacs.Network;

/// <summary>Bytes from a peer that are no valid PDU or message, or one that is not allowed now (PS3.7, PS3.8). The association is aborted with <see cref="Reason"/>.</summary>
public sealed class DicomProtocolException : DicomException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, with the numbers.</param>
    /// <param name="reason">What an A-ABORT says about it.</param>
    /// <param name="innerException">What caused it.</param>
    public DicomProtocolException(string message, AbortReason reason = AbortReason.InvalidPduParameterValue, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>What an A-ABORT says about it.</summary>
    public AbortReason Reason { get; }
}
