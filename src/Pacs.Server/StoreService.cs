using System.IO.Pipelines;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>C-STORE into the archive: the body goes from the association's pipe to the blob store without a stop between.</summary>
internal sealed class StoreService(DicomArchive archive, DimseAudit? audit) : IStoreScp
{
    public async ValueTask<DicomStatus> StoreAsync(StoreRequest request, PipeReader dataset, CancellationToken ct)
    {
        var incoming = new IncomingInstance
        {
            Id = request.Id,
            TransferSyntax = request.TransferSyntax,
            CallingAe = request.Association.CallingAe,
        };
        StoreOutcome outcome = await archive.ReceiveAsync(incoming, dataset, ct).ConfigureAwait(false);
        audit?.Stored(request, outcome);
        return outcome.Status;
    }
}
