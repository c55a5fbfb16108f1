using Pacs.Core;

namespace Pacs.Network;

/// <summary>SCP/SCU role selection sub-item (PS3.7 §D.3.3.4): roles of the requestor, as proposed by it or as granted by the acceptor.</summary>
/// <param name="SopClass">The abstract syntax, whose contexts it all concerns.</param>
/// <param name="RequestorRoles">The roles.</param>
public sealed record RoleSelection(DicomUid SopClass, ContextRoles RequestorRoles);
