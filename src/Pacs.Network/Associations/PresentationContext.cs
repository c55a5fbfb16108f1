using Pacs.Core;

namespace Pacs.Network;

/// <summary>An accepted presentation context: what can be said on this association, in which encoding, in which roles (PS3.8 §7.1.1.13).</summary>
/// <param name="Id">Odd number, 1 to 255.</param>
/// <param name="AbstractSyntax">A SOP class, or a meta SOP class.</param>
/// <param name="TransferSyntax">The one syntax agreed on.</param>
/// <param name="LocalRoles">The roles that this side may play. By default the requestor is SCU and the acceptor SCP.</param>
public sealed record PresentationContext(byte Id, DicomUid AbstractSyntax, TransferSyntax TransferSyntax, ContextRoles LocalRoles)
{
    /// <summary>Whether this side may invoke operations.</summary>
    public bool IsScu => (LocalRoles & ContextRoles.Scu) != 0;

    /// <summary>Whether this side may perform operations.</summary>
    public bool IsScp => (LocalRoles & ContextRoles.Scp) != 0;
}
