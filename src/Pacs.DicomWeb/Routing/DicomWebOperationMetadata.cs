namespace Pacs.DicomWeb;

/// <summary>Tells of an endpoint what it does: authorization handlers find it in the endpoint's metadata.</summary>
/// <param name="operation">The operation.</param>
public sealed class DicomWebOperationMetadata(DicomWebOperation operation)
{
    /// <summary>The operation.</summary>
    public DicomWebOperation Operation { get; } = operation;
}
