using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Writes data sets as the body of an answer: a JSON array, or a multipart of XML documents.</summary>
internal abstract class ResultWriter : IAsyncDisposable
{
    /// <summary>A document of fewer bytes is not compressed: it goes with its headers in one packet as it is.</summary>
    private const int WorthCoding = 1400;

    /// <summary>Begins the body. Nothing is sent by itself.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="format">JSON or XML.</param>
    /// <param name="coding">How JSON is compressed, once it is long enough.</param>
    public static ResultWriter Begin(HttpResponse response, DocumentFormat format, ContentCoding coding)
    {
        if (format.IsXml) return new XmlWriter(response, null);
        response.ContentType = format.ContentType;
        return coding.IsIdentity ? new ArrayWriter(response, response.BodyWriter, DicomJsonOptions.Default) : new CodedArrayWriter(response, new ArrayBufferWriter<byte>(4096), coding, DicomJsonOptions.Default);
    }

    /// <summary>Bytes that were written and wait to be sent.</summary>
    public abstract long Unsent { get; }

    public abstract ValueTask WriteAsync(DicomDataset dataset, CancellationToken ct);

    /// <summary>Sends what was written so far.</summary>
    public abstract ValueTask SendAsync(CancellationToken ct);

    /// <summary>Ends the body and sends the rest.</summary>
    public abstract ValueTask EndAsync(CancellationToken ct);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private class ArrayWriter : ResultWriter
    {
        private readonly Utf8JsonWriter _writer;
        private readonly DicomJsonOptions _options;

        public ArrayWriter(HttpResponse response, IBufferWriter<byte> output, DicomJsonOptions options)
        {
            Response = response;
            _options = options;
            _writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 4 * options.MaxDepth + 8 });
            _writer.WriteStartArray();
        }

        public override long Unsent => Response.BodyWriter.UnflushedBytes;

        protected HttpResponse Response { get; }

        public override ValueTask WriteAsync(DicomDataset dataset, CancellationToken ct)
        {
            DicomJson.Write(dataset, _writer, _options);
            _writer.Flush(); // into the pipe, not to the client
            return ValueTask.CompletedTask;
        }

        public override async ValueTask SendAsync(CancellationToken ct) => await Response.BodyWriter.FlushAsync(ct).ConfigureAwait(false);

        public override async ValueTask EndAsync(CancellationToken ct)
        {
            EndArray();
            // Nothing is sent yet: the whole goes out at once, without an end of its own to follow.
            if (!Response.HasStarted) Response.ContentLength = _writer.BytesCommitted;
            await Response.BodyWriter.FlushAsync(ct).ConfigureAwait(false);
        }

        public override async ValueTask DisposeAsync()
        {
            _writer.Reset(Stream.Null); // what is left after a failure is not to be written
            await _writer.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }

        protected void EndArray()
        {
            _writer.WriteEndArray();
            _writer.Flush();
        }
    }

    /// <summary>Holds the text until it is sent: a coder sends when it likes, and headers must be able to tell how it ended.</summary>
    private sealed class CodedArrayWriter(HttpResponse response, ArrayBufferWriter<byte> held, ContentCoding coding, DicomJsonOptions options) : ArrayWriter(response, held, options)
    {
        private CodedBody? _body;

        public override long Unsent => held.WrittenCount;

        public override async ValueTask SendAsync(CancellationToken ct)
        {
            _body ??= coding.Begin(Response);
            _body.Output.Write(held.WrittenSpan);
            held.ResetWrittenCount();
            await _body.Output.FlushAsync(ct).ConfigureAwait(false);
        }

        public override async ValueTask EndAsync(CancellationToken ct)
        {
            EndArray();
            if (_body is null && held.WrittenCount < WorthCoding)
            {
                Response.ContentLength = held.WrittenCount;
                await Response.BodyWriter.WriteAsync(held.WrittenMemory, ct).ConfigureAwait(false);
                return;
            }

            await SendAsync(ct).ConfigureAwait(false);
            await _body!.EndAsync(ct).ConfigureAwait(false);
        }
    }

    private sealed class XmlWriter(HttpResponse response, DicomXmlOptions? options) : ResultWriter
    {
        // A writer of XML flushes what it writes to: into the answer, that would send the headers before all is known that they tell.
        private readonly MemoryStream _part = new();
        private MultipartWriter? _multipart;

        public override long Unsent => response.BodyWriter.UnflushedBytes;

        public override async ValueTask WriteAsync(DicomDataset dataset, CancellationToken ct)
        {
            _multipart ??= MultipartWriter.Begin(response, MediaTypes.DicomXml);
            _multipart.BeginPart($"Content-Type: {MediaTypes.DicomXml}\r\n");
            _part.SetLength(0);
            await DicomXml.WriteAsync(dataset, _part, options, ct).ConfigureAwait(false);
            response.BodyWriter.Write(_part.GetBuffer().AsSpan(0, (int)_part.Length));
        }

        public override async ValueTask SendAsync(CancellationToken ct) => await response.BodyWriter.FlushAsync(ct).ConfigureAwait(false);

        public override async ValueTask EndAsync(CancellationToken ct)
        {
            // A multipart has a part at least (RFC 2046 §5.1.1): nothing found is no content (PS3.18 Table 10.6.3-1).
            if (_multipart is null) response.StatusCode = StatusCodes.Status204NoContent;
            else _multipart.End();
            await response.BodyWriter.FlushAsync(ct).ConfigureAwait(false);
        }

        public override async ValueTask DisposeAsync()
        {
            await _part.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
