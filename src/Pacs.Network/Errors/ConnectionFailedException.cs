using Pacs.Core;

namespace Pacs.Network;

/// <summary>No connection to the peer came about: refused, unreachable, unknown host, or no answer in time.</summary>
public sealed class ConnectionFailedException : DicomException
{
    /// <summary>Makes the exception.</summary>
    public ConnectionFailedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
