using Pacs.Core;

namespace Pacs.Network;

/// <summary>The peer answered the association request with A-ASSOCIATE-RJ.</summary>
public sealed class AssociationRejectedException : DicomException
{
    /// <summary>Makes the exception from what the peer said.</summary>
    public AssociationRejectedException(RejectResult result, RejectReason reason)
        : base($"The peer rejected the association: {(result == RejectResult.Transient ? "transient" : "permanent")}, {reason} (source {(ushort)reason >> 8}, reason {(ushort)reason & 0xFF}).")
    {
        Result = result;
        Reason = reason;
    }

    /// <summary>Permanent or transient.</summary>
    public RejectResult Result { get; }

    /// <summary>Source and reason; may be a value that the enumeration does not name.</summary>
    public RejectReason Reason { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Result == RejectResult.Transient;
}
