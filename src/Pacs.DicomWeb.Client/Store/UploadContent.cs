using System.Net;
using System.Net.Http.Headers;

namespace Pacs.DicomWeb.Client;

/// <summary>The body of a store request: its parts go out one after the other as they are read.</summary>
internal sealed class UploadContent : HttpContent
{
    private readonly IReadOnlyList<UploadPart> _parts;
    private readonly byte[][] _heads;
    private readonly byte[] _tail;
    private readonly IProgress<long>? _progress;

    public UploadContent(IReadOnlyList<UploadPart> parts, string type, IProgress<long>? progress)
    {
        _parts = parts;
        _progress = progress;
        string boundary = MultipartWriter.NewBoundary();
        _heads = [.. parts.Select((part, index) => MultipartWriter.Head(boundary, part.Headers, isFirst: index == 0))];
        _tail = MultipartWriter.Tail(boundary, isEmpty: parts.Count == 0);
        Headers.ContentType = new MediaTypeHeaderValue("multipart/related")
        {
            Parameters = { new NameValueHeaderValue("type", $"\"{type}\""), new NameValueHeaderValue("boundary", $"\"{boundary}\"") },
        };
    }

    /// <summary>What reading a part failed with; null when nothing did. To the connection it looks like its own failure.</summary>
    public Exception? SourceFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var counting = new SendingStream(stream, _progress);
        for (int i = 0; i < _parts.Count; i++)
        {
            await counting.WriteAsync(_heads[i], cancellationToken).ConfigureAwait(false);
            try
            {
                await _parts[i].WriteAsync(counting, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!counting.HasFailed && failure is not OperationCanceledException)
            {
                SourceFailure = failure;
                throw;
            }
        }

        await counting.WriteAsync(_tail, cancellationToken).ConfigureAwait(false);
    }

    // Known where the length of each part is; otherwise the body goes out chunked.
    protected override bool TryComputeLength(out long length)
    {
        length = _tail.Length;
        for (int i = 0; i < _parts.Count; i++)
        {
            if (_parts[i].Length is not { } known) return false;
            length += _heads[i].Length + known;
        }

        return true;
    }
}
