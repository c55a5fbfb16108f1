using Pacs.Core;

namespace Pacs.Network;

/// <summary>The service class of a SOP class, and the general SOP classes it is a specialization of (PS3.7 §D.3.3.6). Sent by requestors only.</summary>
/// <param name="SopClass">Which SOP class.</param>
/// <param name="ServiceClass">The service class it belongs to, e.g. Storage.</param>
/// <param name="RelatedGeneralSopClasses">General SOP classes; may be empty.</param>
public sealed record CommonExtendedNegotiation(DicomUid SopClass, DicomUid ServiceClass, IReadOnlyList<DicomUid> RelatedGeneralSopClasses);
