using Pacs.Core;

namespace Pacs.Network;

/// <summary>A C-FIND request (PS3.7 §9.3.2.1).</summary>
/// <param name="Association">Who asks.</param>
/// <param name="SopClass">The information model, e.g. Study Root Query/Retrieve – FIND.</param>
/// <param name="Identifier">Keys and level.</param>
/// <param name="Priority">What the SCU asks for.</param>
public sealed record FindRequest(AssociationInfo Association, DicomUid SopClass, DicomDataset Identifier, Priority Priority = Priority.Medium)
{
    /// <summary>Set by the SCP before it yields a match to say that an optional key was not supported: pending responses then carry FF01 in place of FF00 (PS3.4 §C.4.1.1.4).</summary>
    public bool HasUnsupportedOptionalKeys { get; set; }
}
