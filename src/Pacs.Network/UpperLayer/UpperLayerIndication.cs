namespace Pacs.Network;

/// <summary>What the upper layer did about a received PDU, for the user of the layer to act upon.</summary>
/// <param name="Action">The action of the table.</param>
/// <param name="Pdu">The PDU; null for P-DATA-TF, which is read as a stream.</param>
internal readonly record struct UpperLayerIndication(UpperLayerAction Action, Pdu? Pdu);
