using System.IO.Pipelines;
using System.Net;

namespace Pacs.Network;

/// <summary>One end of a pair of pipes.</summary>
internal sealed class InMemoryConnection(Pipe input, Pipe output, EndPoint? remoteEndPoint) : ITransportConnection
{
    private readonly PeekablePipeReader _reader = new(input.Reader);
    private int _aborted;

    public PipeReader Input => _reader;

    public PipeWriter Output => output.Writer;

    public EndPoint? RemoteEndPoint => remoteEndPoint;

    public bool HasInput => _reader.HasInput;

    public void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0) return;
        var reset = new IOException("The connection was aborted.");
        input.Writer.Complete(reset);       // our read throws, the peer's write fails
        output.Writer.CancelPendingFlush(); // our flush ends; completing the peer's reader would, too, but take the buffer away that it is looking at
        output.Writer.Complete(reset);      // the peer's read throws
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _aborted, 1);
        output.Writer.Complete();
        input.Reader.Complete(); // the peer's flush says that nobody reads
        return ValueTask.CompletedTask;
    }
}
