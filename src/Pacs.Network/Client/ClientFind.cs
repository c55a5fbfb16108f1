using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>The C-FIND SCU (PS3.4 §C.4.1.2).</summary>
internal static class ClientFind
{
    /// <summary>The encodings of identifiers: explicit first, implicit since all have to know it (PS3.5 §10.1).</summary>
    public static IReadOnlyList<TransferSyntax> IdentifierSyntaxes { get; } = [TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian];

    /// <summary>Streams the matches; leaving the loop early, or cancelling, sends C-CANCEL.</summary>
    /// <exception cref="DimseException">The query ended with a status other than success.</exception>
    public static async IAsyncEnumerable<DicomDataset> FindAsync(ClientAssociations associations, DicomUid sopClass, DicomDataset identifier, [EnumeratorCancellation] CancellationToken ct)
    {
        CommandSet request = CFind.Request(messageId: 0, sopClass, associations.Options.Priority);
        ClientExchange exchange = await ClientExchange.BeginAsync(associations, [new ProposedContext(sopClass, IdentifierSyntaxes)], request, identifier, ct).ConfigureAwait(false)
            ?? throw new DimseException(DicomStatus.SopClassNotSupported.With("Not accepted by the peer"));
        await using (exchange.ConfigureAwait(false))
        {
            while (true)
            {
                IncomingMessage message = await exchange.ReceiveAsync(ct).ConfigureAwait(false);
                DicomStatus status = message.Command.ToStatus();
                if (status.IsPending)
                {
                    if (!message.Command.HasDataset) continue;
                    yield return await IdentifierReader.ReadAsync(message.Message.Dataset, message.Context.TransferSyntax, associations.Options.MaxIdentifierLength, ct).ConfigureAwait(false);
                }
                else if (status.IsSuccess || status.IsWarning)
                {
                    yield break;
                }
                else
                {
                    throw new DimseException(status);
                }
            }
        }
    }
}
