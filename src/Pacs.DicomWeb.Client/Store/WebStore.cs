using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>STOW-RS (PS3.18 §10.5): requests of several instances, streamed.</summary>
internal static class WebStore
{
    public static async IAsyncEnumerable<DicomWebStoreResult> StoreAsync(
        DicomWebTransport transport, IAsyncEnumerable<DicomWebUpload> uploads, DicomUid? study, IProgress<long>? progress, [EnumeratorCancellation] CancellationToken ct)
    {
        var batch = new List<DicomWebUpload>();
        long bytes = 0;
        ProgressSum? sum = progress is null ? null : new ProgressSum(progress);
        await foreach (DicomWebUpload upload in uploads.WithCancellation(ct).ConfigureAwait(false))
        {
            long length = upload.Length ?? 0;
            if (batch.Count > 0 && (batch.Count >= transport.Options.InstancesPerRequest || bytes + length > transport.Options.BytesPerRequest))
            {
                foreach (DicomWebStoreResult result in await SendAsync(batch).ConfigureAwait(false)) yield return result;
                (batch, bytes) = ([], 0);
            }

            batch.Add(upload);
            bytes += length;
        }

        if (batch.Count > 0)
            foreach (DicomWebStoreResult result in await SendAsync(batch).ConfigureAwait(false)) yield return result;

        Task<IReadOnlyList<DicomWebStoreResult>> SendAsync(List<DicomWebUpload> some)
        {
            UploadPart[] parts = [.. some.Select(UploadPart.Of)];
            sum?.BeginRequest();
            return PostAsync(transport, study, parts, "application/dicom", sum, ct);
        }
    }

    /// <summary>Sends one request and reads its report. Partial success and refusal of every instance (409, or 400 with a report) are results.</summary>
    public static async Task<IReadOnlyList<DicomWebStoreResult>> PostAsync(
        DicomWebTransport transport, DicomUid? study, IReadOnlyList<UploadPart> parts, string type, IProgress<long>? progress, CancellationToken ct)
    {
        Uri uri = transport.At(study is { } uid ? DicomWebResource.Study(uid).ToString() : "studies");
        using HttpResponseMessage response = await SendAsync(transport, uri, parts, type, progress, ct).ConfigureAwait(false);
        // 400 comes with a report, too, where nothing that was sent is DICOM (PS3.18 Table 10.5.3-1).
        bool isReport = response.StatusCode == HttpStatusCode.Conflict
            || (response.StatusCode == HttpStatusCode.BadRequest && response.Content.Headers.ContentType?.MediaType is "application/dicom+json" or "application/dicom+xml");
        if (!isReport) await transport.RequireSuccessAsync(response, ct).ConfigureAwait(false);
        DicomDataset? report = await DocumentReader.ReadAsync(transport, response, ct).ConfigureAwait(false);
        if (report is not null) return Results(report);
        // 409 without a report tells nothing of the instances.
        if (!response.IsSuccessStatusCode) throw Conflict(response);
        return [];
    }

    private static async Task<HttpResponseMessage> SendAsync(DicomWebTransport transport, Uri uri, IReadOnlyList<UploadPart> parts, string type, IProgress<long>? progress, CancellationToken ct)
    {
        UploadContent? content = null;
        try
        {
            return await transport.SendAsync(
                HttpMethod.Post, uri,
                headers => headers.TryAddWithoutValidation("Accept", "application/dicom+json, application/dicom+xml;q=0.5"),
                () => content = new UploadContent(parts, type, progress), canRepeat: true, ct).ConfigureAwait(false);
        }
        catch (DicomWebRequestException) when (content?.SourceFailure is not null)
        {
            // A file that cannot be read is no fault of the connection's.
            ExceptionDispatchInfo.Throw(content.SourceFailure);
            throw;
        }
    }

    internal static IReadOnlyList<DicomWebStoreResult> Results(DicomDataset report)
    {
        var results = new List<DicomWebStoreResult>();
        foreach (DicomDataset item in Items(report, DicomTag.ReferencedSOPSequence))
            results.Add(new DicomWebStoreResult(IdOf(item), Reason(item, DicomTag.WarningReason) is { } warning and not 0 ? new DicomStatus(warning) : DicomStatus.Success,
                Uri.TryCreate(item.GetString(DicomTag.RetrieveURL), UriKind.RelativeOrAbsolute, out Uri? url) ? url : null));
        foreach (DicomTag tag in (DicomTag[])[DicomTag.FailedSOPSequence, DicomTag.OtherFailuresSequence])
            foreach (DicomDataset item in Items(report, tag))
                results.Add(new DicomWebStoreResult(IdOf(item), new DicomStatus(Reason(item, DicomTag.FailureReason) is { } failure and not 0 ? failure : DicomStatus.ProcessingFailure.Code), null));
        return results;
    }

    private static DicomWebRequestException Conflict(HttpResponseMessage response) => new("The server refused the instances and does not say which (409).", response.StatusCode, isTransient: false);

    internal static IEnumerable<DicomDataset> Items(DicomDataset report, DicomTag tag) => report.GetSequence(tag) ?? Enumerable.Empty<DicomDataset>();

    internal static InstanceId IdOf(DicomDataset item) => new(item.GetUid(DicomTag.ReferencedSOPClassUID) ?? default, item.GetUid(DicomTag.ReferencedSOPInstanceUID) ?? default);

    internal static ushort? Reason(DicomDataset item, DicomTag tag) => item.GetInt32(tag) is { } code ? (ushort)code : null;

    /// <summary>Adds the bytes of earlier requests to those of the one that is sent. A request that is sent again counts anew.</summary>
    private sealed class ProgressSum(IProgress<long> progress) : IProgress<long>
    {
        private long _before, _now;

        public void BeginRequest() => (_before, _now) = (_before + _now, 0);

        public void Report(long value) => progress.Report(_before + (_now = value));
    }
}
