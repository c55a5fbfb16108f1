using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Receives C-STORE instances (PS3.4 Annex B): on an association of a storing peer, or as sub-operations of a C-GET.</summary>
public interface IStoreScp
{
    /// <summary>Takes one instance.</summary>
    /// <param name="request">What comes, from whom.</param>
    /// <param name="dataset">The encoded data set as it arrives, in <see cref="StoreRequest.TransferSyntax"/>. Borrowed for the call; what is left unread is drained. It throws <see cref="AssociationAbortedException"/> when the peer vanishes before the last fragment, so that data that ends is complete.</param>
    /// <param name="ct">Cancelled when the server is told to stop at once, or the C-GET is cancelled. That a peer went away shows in <paramref name="dataset"/>.</param>
    /// <returns>The status for the peer. Success means: safe from now on.</returns>
    /// <remarks>Called from the association's thread, one call at a time for an association, many associations at once. An exception is answered with 0110 (processing failure), one that says the disk is full with A700.</remarks>
    ValueTask<DicomStatus> StoreAsync(StoreRequest request, PipeReader dataset, CancellationToken ct);
}
