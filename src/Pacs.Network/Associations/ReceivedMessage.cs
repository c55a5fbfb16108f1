using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>A DIMSE message whose command set has arrived and whose data set, if any, is arriving (PS3.7 §6.3).</summary>
public sealed class ReceivedMessage
{
    private readonly DatasetReader _dataset;
    private DicomDataset? _command;

    internal ReceivedMessage(PresentationContext context, ReadOnlyMemory<byte> commandBytes, bool hasDataset, DatasetReader dataset)
    {
        Context = context;
        CommandBytes = commandBytes;
        HasDataset = hasDataset;
        _dataset = dataset;
    }

    /// <summary>Number of the presentation context.</summary>
    public byte ContextId => Context.Id;

    /// <summary>The presentation context.</summary>
    public PresentationContext Context { get; }

    /// <summary>The command set as it came, in Implicit VR Little Endian (PS3.7 §6.3.1). GC memory: keep it as long as you like.</summary>
    public ReadOnlyMemory<byte> CommandBytes { get; }

    /// <summary>The command set, group 0000, read when first asked for.</summary>
    /// <exception cref="DicomDataException">It cannot be read as a data set.</exception>
    public DicomDataset Command => _command ??= DicomDataset.Parse(CommandBytes, TransferSyntax.ImplicitVRLittleEndian);

    /// <summary>Whether a data set follows: Command Data Set Type (0000,0800) is not 0101.</summary>
    public bool HasDataset { get; }

    /// <summary>The data set's bytes as they arrive, without PDU and PDV headers; complete at once when there is no data set.</summary>
    /// <remarks>
    /// Valid until the next <see cref="Association.ReceiveAsync"/>, which discards what was not read. It completes only after the last
    /// fragment: a peer that vanishes, aborts or releases before makes it throw <see cref="AssociationAbortedException"/>.
    /// Whoever examines everything and consumes nothing makes the transport's buffer grow, up to its limit.
    /// </remarks>
    public PipeReader Dataset => _dataset;

    /// <summary>Reads to the end of the data set and throws away what is left, as the next <see cref="Association.ReceiveAsync"/> would.</summary>
    /// <exception cref="AssociationAbortedException">The peer went away before the last fragment.</exception>
    internal ValueTask DiscardAsync(CancellationToken ct) => _dataset.DiscardAsync(ct);
}
