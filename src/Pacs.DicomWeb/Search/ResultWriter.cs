using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Writes data sets as the body of an answer: a JSON array, or a multipart of XML documents.</summary>
internal abstract class ResultWriter : IAsyncDisposable
{
    public static ResultWriter Begin(HttpResponse response, DocumentFormat format, DicomJsonOptions? json = null, DicomXmlOptions? xml = null)
    {
        if (format.IsXml) return new XmlWriter(response, xml);
        response.ContentType = format.ContentType;
        return new ArrayWriter(response, json ?? DicomJsonOptions.Default);
    }

    public abstract ValueTask WriteAsync(DicomDataset dataset, CancellationToken ct);

    public abstract ValueTask EndAsync(CancellationToken ct);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class ArrayWriter : ResultWriter
    {
        private readonly HttpResponse _response;
        private readonly Utf8JsonWriter _writer;
        private readonly DicomJsonOptions _options;

        public ArrayWriter(HttpResponse response, DicomJsonOptions options)
        {
            _response = response;
            _options = options;
            _writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 4 * options.MaxDepth + 8 });
            _writer.WriteStartArray();
        }

        public override ValueTask WriteAsync(DicomDataset dataset, CancellationToken ct)
        {
            DicomJson.Write(dataset, _writer, _options);
            _writer.Flush(); // into the pipe, not to the client
            return ValueTask.CompletedTask;
        }

        public override ValueTask EndAsync(CancellationToken ct)
        {
            _writer.WriteEndArray();
            _writer.Flush();
            // Nothing is sent yet: the whole goes out at once, without an end of its own to follow.
            if (!_response.HasStarted) _response.ContentLength = _writer.BytesCommitted;
            return ValueTask.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            _writer.Reset(Stream.Null); // what is left after a failure is not to be written
            await _writer.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class XmlWriter(HttpResponse response, DicomXmlOptions? options) : ResultWriter
    {
        // A writer of XML flushes what it writes to: into the answer, that would send the headers before all is known that they tell.
        private readonly MemoryStream _part = new();
        private MultipartWriter? _multipart;

        public override async ValueTask WriteAsync(DicomDataset dataset, CancellationToken ct)
        {
            _multipart ??= MultipartWriter.Begin(response, MediaTypes.DicomXml);
            _multipart.BeginPart($"Content-Type: {MediaTypes.DicomXml}\r\n");
            _part.SetLength(0);
            await DicomXml.WriteAsync(dataset, _part, options, ct).ConfigureAwait(false);
            response.BodyWriter.Write(_part.GetBuffer().AsSpan(0, (int)_part.Length));
        }

        public override ValueTask EndAsync(CancellationToken ct)
        {
            // A multipart has a part at least (RFC 2046 §5.1.1): nothing found is no content (PS3.18 Table 10.6.3-1).
            if (_multipart is null) response.StatusCode = StatusCodes.Status204NoContent;
            else _multipart.End();
            return ValueTask.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            await _part.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
