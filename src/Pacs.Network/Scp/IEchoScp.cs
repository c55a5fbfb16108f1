using Pacs.Core;

namespace Pacs.Network;

/// <summary>Answers C-ECHO (PS3.4 Annex A).</summary>
public interface IEchoScp
{
    /// <summary>Says whether the application is well. Runs on the association's thread; one call at a time for an association.</summary>
    /// <param name="association">Who asks.</param>
    /// <param name="ct">Cancelled when the server is told to stop at once.</param>
    /// <returns>Usually <see cref="DicomStatus.Success"/>. An exception is answered with 0110.</returns>
    ValueTask<DicomStatus> EchoAsync(AssociationInfo association, CancellationToken ct);
}

/// <summary>The usual echo: always success.</summary>
public sealed class EchoScp : IEchoScp
{
    /// <inheritdoc/>
    public ValueTask<DicomStatus> EchoAsync(AssociationInfo association, CancellationToken ct) => new(DicomStatus.Success);
}
