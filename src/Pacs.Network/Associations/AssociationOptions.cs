using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>How this side runs an association.</summary>
public sealed record AssociationOptions
{
    /// <summary>Longest P-DATA-TF PDU body this side announces to take, in bytes; 0 announces no limit. Default 131,072.</summary>
    /// <remarks>
    /// Measured from 16 KB to 1 MB, the length makes no difference to this receiver, which hands payload on as it arrives; but many peers
    /// write one PDU at a time, so that each PDU costs them a system call. 128 KB is where that cost disappears, and it is what a peer that
    /// holds a PDU in memory can still afford. It is also the size of the transport's buffer.
    /// </remarks>
    public uint MaxPduLength { get; init; } = 128 * 1024;

    /// <summary>Longest A-ASSOCIATE-RQ or -AC body accepted, in bytes. Default 512 KB: 128 contexts with 40 transfer syntaxes each fit.</summary>
    public int MaxAssociatePduLength { get; init; } = 512 * 1024;

    /// <summary>Longest command set accepted, in bytes. Default 64 KB; a C-STORE request has about 200 bytes, a C-MOVE response with failed UIDs can be longer.</summary>
    public int MaxCommandLength { get; init; } = 64 * 1024;

    /// <summary>ARTIM (PS3.8 §9.1.5): how long a peer may take to send its A-ASSOCIATE-RQ, to answer ours, to answer A-RELEASE-RQ, and to close after the end. Default 30 s.</summary>
    public TimeSpan ArtimTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for the next message (a request, or a response to ours) before aborting. Default 10 minutes; <see cref="Timeout.InfiniteTimeSpan"/> waits forever.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a peer may be silent within a message, or may not take what is sent, before aborting. Default 1 minute; <see cref="Timeout.InfiniteTimeSpan"/> waits forever.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Implementation Class UID announced (PS3.7 §D.3.3.2).</summary>
    public DicomUid ImplementationClassUid { get; init; } = new("2.25.302043790172249692526321623266752743501");

    /// <summary>Implementation Version Name announced, at most 16 characters; null announces none.</summary>
    public string? ImplementationVersionName { get; init; } = "PACS_0_1";

    /// <summary>The clock of all time-outs.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
