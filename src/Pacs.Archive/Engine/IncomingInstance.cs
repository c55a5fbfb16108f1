using System.Net;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>What is said of an instance before its data set comes.</summary>
public sealed record IncomingInstance
{
    /// <summary>Affected SOP Class and Instance UID; the data set must say the same.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>How the data set is encoded.</summary>
    public required TransferSyntax TransferSyntax { get; init; }

    /// <summary>AE title of the sender; empty when it comes another way.</summary>
    public string CallingAe { get; init; } = string.Empty;

    /// <summary>AE title under which the archive was called.</summary>
    public string CalledAe { get; init; } = string.Empty;

    /// <summary>Where the sender is, if it is known.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>Length of the data set in bytes, if it is known.</summary>
    public long? ExpectedLength { get; init; }

    /// <summary>Decides about the instance once its header is known and before it is kept: null takes it, a status refuses it. Null (the default) takes all. The header is not to be changed or kept.</summary>
    public Func<DicomDataset, CancellationToken, ValueTask<DicomStatus?>>? Admit { get; init; }
}
