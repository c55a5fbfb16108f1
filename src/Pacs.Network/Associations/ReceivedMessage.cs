using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>A DIMSE message whose command set has arrived and whose data set, if any, is arriving (PS3.7 §6.3).</summary>
public sealed class ReceivedMessage
{
    internal ReceivedMessage(PresentationContext context, DicomDataset command, bool hasDataset, PipeReader dataset)
    {
        Context = context;
        Command = command;
        HasDataset = hasDataset;
        Dataset = dataset;
    }

    /// <summary>Number of the presentation context.</summary>
    public byte ContextId => Context.Id;

    /// <summary>The presentation context.</summary>
    public PresentationContext Context { get; }

    /// <summary>The command set, group 0000. Keep it as long as you like.</summary>
    public DicomDataset Command { get; }

    /// <summary>Whether a data set follows: Command Data Set Type (0000,0800) is not 0101.</summary>
    public bool HasDataset { get; }

    /// <summary>The data set's bytes as they arrive, without PDU and PDV headers; complete at once when there is no data set.</summary>
    /// <remarks>
    /// Valid until the next <see cref="Association.ReceiveAsync"/>, which discards what was not read. It completes only after the last
    /// fragment: a peer that vanishes, aborts or releases before makes it throw <see cref="AssociationAbortedException"/>.
    /// Whoever examines everything and consumes nothing makes the transport's buffer grow, up to its limit.
    /// </remarks>
    public PipeReader Dataset { get; }
}
