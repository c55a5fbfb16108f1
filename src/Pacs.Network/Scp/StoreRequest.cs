using Pacs.Core;

namespace Pacs.Network;

/// <summary>A C-STORE request (PS3.7 §9.3.1.1), already checked against its presentation context.</summary>
/// <param name="Association">Who sends.</param>
/// <param name="Id">Class and instance as the command names them; the data set may say otherwise.</param>
/// <param name="TransferSyntax">How the data set is encoded.</param>
/// <param name="Priority">What the sender asks for.</param>
/// <param name="MoveOriginator">Whose C-MOVE caused it, or null.</param>
public sealed record StoreRequest(AssociationInfo Association, InstanceId Id, TransferSyntax TransferSyntax, Priority Priority = Priority.Medium, MoveOriginator? MoveOriginator = null);
