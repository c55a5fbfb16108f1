using Pacs.Core;

namespace Pacs.Network;

/// <summary>Service class application information about one SOP class (PS3.7 §D.3.3.5), e.g. relational queries (PS3.4 §C.5.1.1).</summary>
/// <param name="SopClass">Which SOP class.</param>
/// <param name="ApplicationInformation">Bytes that the service class defines. GC memory.</param>
public sealed record ExtendedNegotiation(DicomUid SopClass, ReadOnlyMemory<byte> ApplicationInformation);
