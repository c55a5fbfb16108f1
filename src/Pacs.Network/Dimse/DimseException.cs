using Pacs.Core;

namespace Pacs.Network;

/// <summary>An operation that ended with a status other than success where there is no result to carry it: thrown by an SCP to choose the final status, and by a query whose peer ended it so.</summary>
public sealed class DimseException : DicomException
{
    /// <summary>Makes the exception; the comment of the status becomes Error Comment (0000,0902), so it holds no patient data.</summary>
    public DimseException(DicomStatus status, Exception? innerException = null)
        : base($"DIMSE operation ended with status {status}.", innerException) => Status = status;

    /// <summary>The final status.</summary>
    public DicomStatus Status { get; }

    /// <summary>Out of resources (A7xx) may pass; the other failures come again.</summary>
    public override bool IsTransient => (Status.Code & 0xFF00) == 0xA700;
}
