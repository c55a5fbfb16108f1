using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Storage Commitment (PS3.18 §13): a request is answered when every object was read and compared; one that takes longer goes on, and its result is asked for.</summary>
internal static class CommitmentHandler
{
    private const int MaxLength = 32 * 1024 * 1024;

    // What takes longer than this is answered with 202.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The request (PS3.18 §13.4).</summary>
    public static async Task RequestAsync(DicomWebContext context)
    {
        if (!MediaRangeParser.TryParse(context.Request.ContentType, out MediaRange? type) || type.Type is not (MediaTypes.DicomJson or MediaTypes.Json or MediaTypes.DicomXml))
            throw new DicomWebException(StatusCodes.Status415UnsupportedMediaType, $"Accepted here: {MediaTypes.DicomJson}, {MediaTypes.DicomXml}.");
        string key = KeyOf(context);
        if (await DatasetBody.ReadAsync(context.Body, type, MaxLength, context.Options.MaxJsonDepth, context.Aborted).ConfigureAwait(false) is not [var request])
            throw new DicomWebException(StatusCodes.Status400BadRequest, "A commitment request is one data set.");
        IReadOnlyList<CommitmentReference> references = CommitmentRequest.Parse(request);
        Task<DicomDataset> result = Start(context, key, references);
        if (context.Service.Commitments.Files is { } files)
        {
            var json = new ArrayBufferWriter<byte>();
            DicomJson.Write(request, json);
            await files.AddAsync(key, json.WrittenMemory, context.Aborted).ConfigureAwait(false);
        }

        await AnswerAsync(context, result).ConfigureAwait(false);
    }

    /// <summary>The result check (PS3.18 §13.5).</summary>
    public static async Task CheckAsync(DicomWebContext context)
    {
        string key = KeyOf(context);
        Task<DicomDataset>? result = context.Service.Commitments.Find(key);
        if (result is null && context.Service.Commitments.Files is { } files && await files.FindAsync(key, context.Aborted).ConfigureAwait(false) is { } request)
            result = Start(context, key, CommitmentRequest.Parse(request));
        await AnswerAsync(context, result ?? throw new DicomWebException(StatusCodes.Status404NotFound, "There is no such commitment request.")).ConfigureAwait(false);
    }

    private static Task<DicomDataset> Start(DicomWebContext context, string key, IReadOnlyList<CommitmentReference> references)
    {
        ArchiveView archive = context.Archive;
        // It outlives the request, though not the server.
        CancellationToken stopping = context.Http.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        return context.Service.Commitments.Start(key, references, async () => CommitmentReport.Make(references, await CommitmentCheck.RunAsync(archive, references, stopping).ConfigureAwait(false)));
    }

    private static async ValueTask AnswerAsync(DicomWebContext context, Task<DicomDataset> result)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-store";
        DocumentFormat format = DatasetBody.ChooseAnswer(context.Request);
        TimeProvider time = context.Http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        await Task.WhenAny(result, Task.Delay(Patience, time, context.Aborted)).ConfigureAwait(false);
        context.Aborted.ThrowIfCancellationRequested();
        if (!result.IsCompleted)
        {
            response.StatusCode = StatusCodes.Status202Accepted;
            response.Headers.RetryAfter = "5";
            return;
        }

        await DatasetBody.WriteAsync(context, format, await result.ConfigureAwait(false)).ConfigureAwait(false);
    }

    // Who else guesses a transaction's UID finds nothing.
    private static string KeyOf(DicomWebContext context)
    {
        if (!Uids.TryParse(context.RouteValue("transaction"), out DicomUid transaction)) throw new DicomWebException(StatusCodes.Status400BadRequest, "The transaction in the path is no UID.");
        return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes($"{transaction} {context.Http.User.Identity?.Name}")).ToString("x32", CultureInfo.InvariantCulture);
    }
}
