using Pacs.Core;

namespace Pacs.Network;

/// <summary>A presentation context as a requestor proposes it.</summary>
/// <param name="AbstractSyntax">A SOP class, or a meta SOP class.</param>
/// <param name="TransferSyntaxes">At least one, the preferred one first.</param>
/// <param name="RequestorRoles">The roles the requestor asks for. Anything but SCU is asked for with an SCP/SCU role selection item (PS3.7 §D.3.3.4), which counts for all contexts of the abstract syntax.</param>
public sealed record ProposedContext(DicomUid AbstractSyntax, IReadOnlyList<TransferSyntax> TransferSyntaxes, ContextRoles RequestorRoles = ContextRoles.Scu);
