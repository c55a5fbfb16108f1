using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>WADO-RS (PS3.18 §10.4) and WADO-URI (§9): streams answers part by part.</summary>
internal static class WebRetrieve
{
    private const int PipeSegmentLength = 64 * 1024;

    /// <summary>The parts of an answer; one that is no multipart is its own part.</summary>
    public static async IAsyncEnumerable<DicomWebPart> PartsAsync(DicomWebTransport transport, Uri uri, string accept, IProgress<long>? progress, [EnumeratorCancellation] CancellationToken ct)
    {
        HttpResponseMessage response = await transport.GetAsync(uri, accept, ct).ConfigureAwait(false);
        BodyStream body = await BodyStream.OpenAsync(transport, response, progress, ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            if (response.StatusCode == System.Net.HttpStatusCode.NoContent) yield break;
            int maxLength = transport.Options.MaxInMemoryLength;
            MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
            if (type?.MediaType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
            {
                yield return new DicomWebPart(type?.MediaType?.ToLowerInvariant(), SyntaxOf(type), response.Content.Headers.ContentLocation, body, maxLength);
                yield break;
            }

            string boundary = MultipartReader.BoundaryOf(type.ToString()) ?? throw new DicomDataException("The answer is multipart without a boundary.");
            PipeReader pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: PipeSegmentLength, minimumReadSize: PipeSegmentLength / 4, leaveOpen: true));
            try
            {
                var reader = new MultipartReader(pipe, boundary, transport.Options.Multipart);
                while (await reader.ReadNextAsync(ct).ConfigureAwait(false) is { } part)
                    yield return new DicomWebPart(part.Headers.MediaType, part.Headers.TransferSyntax, part.Headers.ContentLocation, part.Content, maxLength);
            }
            finally
            {
                await pipe.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    public static async IAsyncEnumerable<EncodedFrame> FramesAsync(
        DicomWebTransport transport, DicomWebResource instance, IReadOnlyList<int> frameNumbers, TransferSyntax? accept, IProgress<long>? progress, [EnumeratorCancellation] CancellationToken ct)
    {
        if (frameNumbers.Count == 0) yield break;
        Uri uri = transport.At($"{instance}/frames/{string.Join(',', frameNumbers)}");
        int count = 0;
        await foreach (DicomWebPart part in PartsAsync(transport, uri, FrameMedia.Accept(accept), progress, ct).ConfigureAwait(false))
        {
            // Frames come in the order asked for (PS3.18 §10.4.3.3.2).
            if (count == frameNumbers.Count) throw new DicomDataException($"The server sent more frames than the {count} asked for.");
            TransferSyntax syntax = FrameMedia.SyntaxOf(part.MediaType, part.TransferSyntax);
            PooledBuffer buffer = await PooledBuffer.ReadAsync(part.Content, transport.Options.MaxInMemoryLength, ct).ConfigureAwait(false);
            yield return new EncodedFrame(frameNumbers[count++] - 1, syntax, buffer, buffer.Length);
        }

        if (count < frameNumbers.Count) throw new DicomDataException($"The server sent {count} of {frameNumbers.Count} frames.");
    }

    public static async IAsyncEnumerable<DicomDataset> MetadataAsync(DicomWebTransport transport, DicomWebResource resource, MetadataFormat format, [EnumeratorCancellation] CancellationToken ct)
    {
        Uri uri = transport.At($"{resource}/metadata");
        if (format == MetadataFormat.Xml)
        {
            await foreach (DicomWebPart part in PartsAsync(transport, uri, "multipart/related; type=\"application/dicom+xml\"", progress: null, ct).ConfigureAwait(false))
            {
                using PooledBuffer buffer = await PooledBuffer.ReadAsync(part.Content, transport.Options.MaxInMemoryLength, ct).ConfigureAwait(false);
                using var text = new MemoryStream(buffer.Written.ToArray(), writable: false);
                yield return DicomXml.Parse(text, transport.Options.Xml);
            }

            yield break;
        }

        HttpResponseMessage response = await transport.GetAsync(uri, "application/dicom+json", ct).ConfigureAwait(false);
        BodyStream body = await BodyStream.OpenAsync(transport, response, progress: null, ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            if (response.StatusCode == System.Net.HttpStatusCode.NoContent) yield break;
            await foreach (DicomDataset dataset in DicomJson.ReadAllAsync(body, transport.Options.Json, ct).ConfigureAwait(false)) yield return dataset;
        }
    }

    public static async ValueTask<DicomWebContent> ContentAsync(DicomWebTransport transport, Uri uri, string accept, RangeHeaderValue? range, IProgress<long>? progress, CancellationToken ct, HttpMethod? method = null)
    {
        HttpResponseMessage response = await transport.GetAsync(uri, accept, ct, method, headers => headers.Range = range).ConfigureAwait(false);
        BodyStream body = await BodyStream.OpenAsync(transport, response, progress, ct).ConfigureAwait(false);
        string? type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
        if (type is null || !type.StartsWith("multipart/", StringComparison.Ordinal)) return new DicomWebContent(response, body, type);
        try
        {
            // Some servers answer bulk data as a multipart of one part only.
            string boundary = MultipartReader.BoundaryOf(response.Content.Headers.ContentType!.ToString()) ?? throw new DicomDataException("The answer is multipart without a boundary.");
            var reader = new MultipartReader(PipeReader.Create(body), boundary, transport.Options.Multipart);
            MultipartPart part = await reader.ReadNextAsync(ct).ConfigureAwait(false) ?? throw new DicomDataException("The answer has no part.");
            return new DicomWebContent(response, new OwningStream(part.Content, body), part.Headers.MediaType);
        }
        catch
        {
            await body.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static TransferSyntax? SyntaxOf(MediaTypeHeaderValue? type)
    {
        string? uid = type?.Parameters.FirstOrDefault(p => string.Equals(p.Name, "transfer-syntax", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"', ' ');
        return uid is not null && DicomUid.IsValid(uid) ? TransferSyntax.Get(new DicomUid(uid)) : null;
    }
}
