using System.IO.Pipelines;
using System.Net;

namespace Pacs.Network;

/// <summary>Connections within a process: for tests, and for an archive and its user in one program.</summary>
public static class InMemoryTransport
{
    /// <summary>Makes two ends of one connection.</summary>
    /// <param name="bufferLength">Bytes each direction holds before the writer has to wait.</param>
    /// <param name="remoteEndPoint">What both ends say their peer's address is; null for none.</param>
    public static (ITransportConnection First, ITransportConnection Second) CreatePair(int bufferLength = 1024 * 1024, EndPoint? remoteEndPoint = null)
    {
        var options = new PipeOptions(pauseWriterThreshold: bufferLength, resumeWriterThreshold: bufferLength / 2, useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        return (new InMemoryConnection(back, there, remoteEndPoint), new InMemoryConnection(there, back, remoteEndPoint));
    }
}
