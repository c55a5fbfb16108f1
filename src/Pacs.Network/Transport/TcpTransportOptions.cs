namespace Pacs.Network;

/// <summary>How TCP connections are made and buffered. Nagle's algorithm is always off: a response must not wait for an acknowledgement.</summary>
public sealed record TcpTransportOptions
{
    /// <summary>Size of a connection's receive buffer in bytes, taken from a pool. Default 128 KB; 64 to 256 KB measure the same, less and more are slower.</summary>
    public int ReceiveBufferLength { get; init; } = 128 * 1024;

    /// <summary>How large that buffer may grow, in bytes, when the reader examines everything and consumes nothing. Default 4 MB.</summary>
    public int MaxReceiveBufferLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long to try to connect. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections that the system keeps waiting to be accepted. Default 512.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>The clock of the connect time-out.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
