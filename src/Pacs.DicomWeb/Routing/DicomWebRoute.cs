namespace Pacs.DicomWeb;

/// <summary>One method of one resource.</summary>
/// <param name="Method">GET also answers HEAD.</param>
/// <param name="Pattern">Route below the prefix.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Form">What it takes and gives.</param>
/// <param name="Handler">Does it.</param>
internal sealed record DicomWebRoute(string Method, string Pattern, DicomWebOperation Operation, string Summary, RouteForm Form, Func<DicomWebContext, Task> Handler)
{
    /// <summary>Whether it can be opened as a WebSocket.</summary>
    public bool IsSocket { get; init; }

    /// <summary>Whether instances come in the body.</summary>
    public bool TakesInstances { get; } = Operation == DicomWebOperation.Store && Pattern.StartsWith("/studies", StringComparison.Ordinal);

    /// <summary>Whether pictures are made for a display, rather than data handed over.</summary>
    public bool IsPicture { get; } = Pattern.EndsWith("/rendered", StringComparison.Ordinal) || Pattern.EndsWith("/thumbnail", StringComparison.Ordinal)
        || Pattern.EndsWith("/renderedmpr", StringComparison.Ordinal) || Pattern.EndsWith("/rendered3d", StringComparison.Ordinal);
}
