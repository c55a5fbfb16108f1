using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>The body of an answer: counts for progress, and tells a lost connection as what it is. Disposes the answer with itself.</summary>
internal sealed class BodyStream(DicomWebTransport transport, HttpResponseMessage response, Stream inner, IProgress<long>? progress) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<BodyStream> OpenAsync(DicomWebTransport transport, HttpResponseMessage response, IProgress<long>? progress, CancellationToken ct)
    {
        try
        {
            return new BodyStream(transport, response, await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false), progress);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            response.Dispose();
            throw transport.Lost(response.RequestMessage?.Method, response.RequestMessage?.RequestUri, lost);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw transport.Lost(response.RequestMessage?.Method, response.RequestMessage?.RequestUri, lost);
        }

        return Counted(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw transport.Lost(response.RequestMessage?.Method, response.RequestMessage?.RequestUri, lost);
        }

        return Counted(read);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        response.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int read)
    {
        if (read > 0) progress?.Report(_read += read);
        return read;
    }
}
