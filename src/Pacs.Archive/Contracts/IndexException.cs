using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The index cannot be opened, read or changed.</summary>
public sealed class IndexException : DicomException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="fault">What kind of trouble it is.</param>
    /// <param name="message">What is wrong, without patient data.</param>
    /// <param name="innerException">What caused it.</param>
    public IndexException(IndexFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of trouble it is.</summary>
    public IndexFault Fault { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Fault is IndexFault.Busy or IndexFault.Full;
}
