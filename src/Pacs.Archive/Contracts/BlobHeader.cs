using Pacs.Core;

namespace Pacs.Archive;

/// <summary>What is known of an object before its first byte arrives. A store keeps it beside the bytes, so that an index can be rebuilt from the store alone.</summary>
public sealed record BlobHeader
{
    /// <summary>SOP class and instance as the sender named them.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>How the data set bytes are encoded.</summary>
    public required TransferSyntax TransferSyntax { get; init; }

    /// <summary>AE title of the sender, at most 16 characters (PS3.5 §6.2); empty when it did not come over the network.</summary>
    public string CallingAe { get; init; } = string.Empty;

    /// <summary>When the archive began to receive it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Length of the data set in bytes where it is known beforehand: lets a store choose a place. A hint, not a promise.</summary>
    public long? ExpectedLength { get; init; }
}
