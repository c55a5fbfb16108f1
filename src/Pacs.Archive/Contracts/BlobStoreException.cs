using Pacs.Core;

namespace Pacs.Archive;

/// <summary>A blob store could not do what it was asked; <see cref="Fault"/> says why.</summary>
public sealed class BlobStoreException : DicomException
{
    /// <summary>Makes the exception for a fault.</summary>
    public BlobStoreException(BlobFault fault, string message, Exception? inner = null) : base(message, inner) => Fault = fault;

    /// <summary>What kind of failure it is.</summary>
    public BlobFault Fault { get; }

    /// <summary>A full or failing device may recover; a missing or damaged object will not.</summary>
    public override bool IsTransient => Fault is BlobFault.Device or BlobFault.NoSpace or BlobFault.InUse;
}
