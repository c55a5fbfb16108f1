using Pacs.Core;

namespace Pacs.Network;

/// <summary>A proposed presentation context that was not accepted.</summary>
/// <param name="Id">Odd number, 1 to 255.</param>
/// <param name="AbstractSyntax">What was proposed.</param>
/// <param name="Result">Why it was not accepted.</param>
public sealed record RejectedContext(byte Id, DicomUid AbstractSyntax, ContextResult Result);
