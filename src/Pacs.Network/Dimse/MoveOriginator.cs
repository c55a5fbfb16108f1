namespace Pacs.Network;

/// <summary>Says whose C-MOVE made a C-STORE happen (PS3.7 §9.1.1.1).</summary>
/// <param name="AeTitle">AE title that invoked the C-MOVE: Move Originator Application Entity Title (0000,1030).</param>
/// <param name="MessageId">Message ID of the C-MOVE request (0000,1031).</param>
public readonly record struct MoveOriginator(string AeTitle, ushort MessageId);
