using Pacs.Core;

namespace Pacs.Network;

/// <summary>What an acceptor supports for one abstract syntax.</summary>
/// <param name="AbstractSyntax">A SOP class.</param>
/// <param name="TransferSyntaxes">The syntaxes it takes, its own preference first.</param>
/// <param name="AcceptorRoles">The roles it plays. SCU as well is needed for C-GET, where the requestor receives (PS3.4 §C.4.3).</param>
public sealed record SupportedContext(DicomUid AbstractSyntax, IReadOnlyList<TransferSyntax> TransferSyntaxes, ContextRoles AcceptorRoles = ContextRoles.Scp);
