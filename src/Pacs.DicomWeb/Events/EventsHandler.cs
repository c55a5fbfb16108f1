using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pacs.DicomWeb;

/// <summary>The archive's change feed for web clients: Server-Sent Events, or over a WebSocket at the same path. Both are this suite's own; PS3.18 has no such resource.</summary>
internal static class EventsHandler
{
    public static async Task HandleAsync(DicomWebContext context)
    {
        HttpContext http = context.Http;
        bool isSocket = http.WebSockets.IsWebSocketRequest;
        long? wanted = EventStart.Parse(context.Request);
        if (isSocket)
        {
            if (!EventOrigin.IsAllowed(context.Request, context.Options)) throw new DicomWebException(StatusCodes.Status403Forbidden, "Pages of this origin may not open an event socket.");
        }
        else if (!AcceptHeader.Of(context.Request).Any(range => range.Accepts(SseBody.MediaType)))
        {
            throw new DicomWebException(StatusCodes.Status406NotAcceptable, $"Acceptable here: {SseBody.MediaType}, or a WebSocket.");
        }

        using IDisposable place = context.Service.Streams.Enter();
        (long? after, long end) = await EventStart.ResolveAsync(context.Archive.Archive, wanted, context.Aborted).ConfigureAwait(false);
        TimeProvider time = http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        // A stream ends now and then, so that who may no longer listen is found out when the client comes again.
        using var lifetime = new CancellationTokenSource(context.Options.EventLifetime, time);
        CancellationToken stopping = http.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted, stopping, lifetime.Token);
        if (isSocket)
        {
            await new SocketBody(context, time).WriteAsync(after, end, stopping, ending.Token).ConfigureAwait(false);
            return;
        }

        if (after is null) throw new DicomWebException(StatusCodes.Status409Conflict, EventsHandler.Beyond(end));
        await SseBody.WriteAsync(context, after.Value, time, ending.Token).ConfigureAwait(false);
    }

    /// <summary>Says that a client's number is not of this feed.</summary>
    public static string Beyond(long end) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The feed ends at {end}: the number is not of this archive. Begin anew.");
}
