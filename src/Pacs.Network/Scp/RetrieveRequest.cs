using Pacs.Core;

namespace Pacs.Network;

/// <summary>A C-MOVE or C-GET request (PS3.7 §9.3.3.1, §9.3.4.1).</summary>
/// <param name="Association">Who asks.</param>
/// <param name="SopClass">The information model, e.g. Study Root Query/Retrieve – MOVE.</param>
/// <param name="Identifier">Unique keys and level.</param>
/// <param name="Destination">Where the instances go; null for a C-GET, which sends them to who asks.</param>
/// <param name="Priority">What the SCU asks for.</param>
public sealed record RetrieveRequest(AssociationInfo Association, DicomUid SopClass, DicomDataset Identifier, Peer? Destination, Priority Priority = Priority.Medium);
