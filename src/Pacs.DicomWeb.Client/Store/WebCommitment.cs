using System.Buffers;
using System.Net;
using System.Text.Json;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Storage Commitment (PS3.18 §13): one request, and result checks until the server has an answer.</summary>
internal static class WebCommitment
{
    public static async ValueTask<DicomWebCommitment> RequestAsync(DicomWebTransport transport, IReadOnlyCollection<InstanceId> instances, DicomUid transaction, CancellationToken ct)
    {
        var request = new DicomDataset();
        request.Set(DicomTag.ReferencedSOPSequence, new DicomSequence([.. instances.Select(Reference)]));
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json)) DicomJson.Write(request, writer);
        Uri uri = transport.At($"commitment-requests/{transaction}");
        HttpMethod method = HttpMethod.Post;
        while (true)
        {
            bool isPost = method == HttpMethod.Post;
            using HttpResponseMessage response = await transport.SendAsync(
                method, uri, headers => headers.TryAddWithoutValidation("Accept", "application/dicom+json"), isPost ? () => Json(json.WrittenMemory) : null, canRepeat: true, ct).ConfigureAwait(false);
            await transport.RequireSuccessAsync(response, ct).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Accepted)
                return await DocumentReader.ReadAsync(transport, response, ct).ConfigureAwait(false) is { } report
                    ? Commitment(transaction, report)
                    : throw new DicomDataException("The server's answer to a storage commitment request is empty.");

            // Working: ask again later (PS3.18 §13.5).
            method = HttpMethod.Get;
            TimeSpan wait = response.Headers.RetryAfter?.Delta ?? transport.Options.RetryDelay * 4;
            await Task.Delay(wait > transport.Options.MaxRetryDelay ? transport.Options.MaxRetryDelay : wait, transport.Options.TimeProvider, ct).ConfigureAwait(false);
        }
    }

    private static DicomWebCommitment Commitment(DicomUid transaction, DicomDataset report) => new(
        transaction,
        [.. WebStore.Items(report, DicomTag.ReferencedSOPSequence).Select(WebStore.IdOf)],
        [.. WebStore.Items(report, DicomTag.FailedSOPSequence).Select(item =>
            new DicomWebStoreResult(WebStore.IdOf(item), new DicomStatus(WebStore.Reason(item, DicomTag.FailureReason) ?? DicomStatus.ProcessingFailure.Code), null))]);

    private static DicomDataset Reference(InstanceId id)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSOPClassUID, id.SopClass);
        item.Set(DicomTag.ReferencedSOPInstanceUID, id.SopInstance);
        return item;
    }

    private static ReadOnlyMemoryContent Json(ReadOnlyMemory<byte> bytes)
    {
        var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/dicom+json");
        return content;
    }
}
