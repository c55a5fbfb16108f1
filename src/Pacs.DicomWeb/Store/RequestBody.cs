using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>The body of a request, whose failures are the client's: so that those of the archive, which are I/O as well, are told apart from them.</summary>
internal sealed class RequestBody(PipeReader inner) : PipeReader
{
    /// <exception cref="DicomWebException">The request ended early.</exception>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            throw EndedEarly(failure);
        }
    }

    /// <exception cref="DicomWebException">The request ended early.</exception>
    public override bool TryRead(out ReadResult result)
    {
        try
        {
            return inner.TryRead(out result);
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            throw EndedEarly(failure);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private static DicomWebException EndedEarly(IOException failure) => new(StatusCodes.Status400BadRequest, "The request ended early.", failure);
}
