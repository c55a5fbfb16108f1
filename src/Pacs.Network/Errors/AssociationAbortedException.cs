using Pacs.Core;

namespace Pacs.Network;

/// <summary>The association ended before the work was done: aborted, timed out, or its connection was lost.</summary>
public sealed class AssociationAbortedException : DicomException
{
    /// <summary>Makes the exception.</summary>
    public AssociationAbortedException(
        string message,
        AbortCause cause,
        AbortSource source = AbortSource.ServiceUser,
        AbortReason reason = AbortReason.NotSpecified,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Cause = cause;
        AbortSource = source;
        Reason = reason;
    }

    /// <summary>How it ended.</summary>
    public AbortCause Cause { get; }

    /// <summary>Who aborted, as A-ABORT said it; meaningful when <see cref="Cause"/> is Peer, Local or ProtocolError.</summary>
    public AbortSource AbortSource { get; }

    /// <summary>Why, as A-ABORT said it; meaningful when the source is the service-provider.</summary>
    public AbortReason Reason { get; }

    /// <summary>A lost connection or a silent peer may be better next time.</summary>
    public override bool IsTransient => Cause is AbortCause.ConnectionLost or AbortCause.Timeout;
}
