using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Runs a route's handler, audits it, and turns what it throws into an answer: a status and a reason, no stack trace, no patient data.</summary>
internal sealed class GuardedHandler(DicomWebService service, DicomWebRoute route)
{
    public async Task InvokeAsync(HttpContext context)
    {
        AccessAudit? audit = AuditTrail.Of(context, service.Backlog) is { } trail ? new AccessAudit(trail, context, route, service.Options.RequireAudit) : null;
        string? reason = null;
        int status = StatusCodes.Status500InternalServerError;
        try
        {
            ArchiveView archive = await service.OpenAsync(context, route.Operation, audit?.Touched).ConfigureAwait(false);
            if (audit is not null) await audit.AnnounceAsync(isLocated: false).ConfigureAwait(false);
            await route.Handler(new DicomWebContext(service, context, archive, audit)).ConfigureAwait(false);
            status = context.Response.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // There is nobody to answer.
            (status, reason) = (StatusCodes.Status499ClientClosedRequest, "The client has gone.");
        }
#pragma warning disable CA1031 // the last stand between a defect and the client
        catch (Exception failure)
#pragma warning restore CA1031
        {
            (status, reason) = Explain(failure);
            await AnswerAsync(context, failure, status, reason).ConfigureAwait(false);
        }
        finally
        {
            if (audit is not null) await audit.CompleteAsync(status, reason).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception failure, int status, string reason)
    {
        if (status >= 500)
            Log.Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Pacs.DicomWeb"), route.Method, route.Pattern, status, failure);
        if (context.Response.HasStarted)
        {
            // What was sent so far must not be taken for the whole.
            context.Abort();
            return;
        }

        try
        {
            context.Response.Clear();
            await DicomWebProblem.WriteAsync(context, status, reason).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Gone meanwhile.
        }
    }

    internal static (int Status, string Reason) Explain(Exception failure) => failure switch
    {
        DicomWebException refused => (refused.Status, refused.Message),
        BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The request is too large." : "The request is malformed."),
        BlobStoreException { Fault: BlobFault.Missing } => (StatusCodes.Status404NotFound, "The instance was removed meanwhile."),
        BlobStoreException { Fault: BlobFault.NoSpace } => (StatusCodes.Status507InsufficientStorage, "There is no space left."),
        BlobStoreException => (StatusCodes.Status500InternalServerError, "The stored object cannot be read."),
        IndexException => (StatusCodes.Status503ServiceUnavailable, "The index cannot be read at the moment."),
        // What is stored cannot be shown in this form: the request asks for what there is not.
        DicomImageException => (StatusCodes.Status406NotAcceptable, "The pixel data cannot be given in this form."),
        DicomDataException => (StatusCodes.Status422UnprocessableEntity, "The stored object cannot be interpreted."),
        ConnectionResetException => (StatusCodes.Status400BadRequest, "The request ended early."),
        // What else is I/O is the server's: its temporary files and its store.
        IOException full when IsFull(full) => (StatusCodes.Status507InsufficientStorage, "There is no space left."),
        IOException or UnauthorizedAccessException => (StatusCodes.Status500InternalServerError, "The server's storage failed."),
        _ => (StatusCodes.Status500InternalServerError, "The server failed."),
    };

    // ENOSPC and EDQUOT; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
    private static bool IsFull(IOException failure) => OperatingSystem.IsWindows() ? failure.HResult is unchecked((int)0x80070027) or unchecked((int)0x80070070) : failure.HResult is 28 or 122;
}
