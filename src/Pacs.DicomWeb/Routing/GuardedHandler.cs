using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Runs a route's handler and turns what it throws into an answer: a status and a reason, no stack trace, no patient data.</summary>
internal sealed class GuardedHandler(DicomWebService service, DicomWebRoute route)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            ArchiveView archive = await service.OpenAsync(context, route.Operation).ConfigureAwait(false);
            await route.Handler(new DicomWebContext(service, context, archive)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
#pragma warning disable CA1031 // the last stand between a defect and the client
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await AnswerAsync(context, failure).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception failure)
    {
        (int status, string reason) = Explain(failure);
        if (status >= 500)
            Log.Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Pacs.DicomWeb"), route.Method, route.Pattern, status, failure);
        if (context.Response.HasStarted)
        {
            // What was sent so far must not be taken for the whole.
            context.Abort();
            return;
        }

        await Problem.WriteAsync(context, status, reason).ConfigureAwait(false);
    }

    private static (int Status, string Reason) Explain(Exception failure) => failure switch
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
        IOException => (StatusCodes.Status400BadRequest, "The request ended early."),
        _ => (StatusCodes.Status500InternalServerError, "The server failed."),
    };
}
