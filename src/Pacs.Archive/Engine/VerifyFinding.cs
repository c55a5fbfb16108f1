using Pacs.Core;

namespace Pacs.Archive;

/// <summary>What is wrong with one instance of an archive.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="SopInstance">The instance.</param>
/// <param name="Address">Where it is, or should be.</param>
/// <param name="Message">More, without patient data.</param>
public sealed record VerifyFinding(VerifyFindingKind Kind, DicomUid SopInstance, BlobAddress Address, string Message);

/// <summary>Kinds of <see cref="VerifyFinding"/>.</summary>
public enum VerifyFindingKind
{
    /// <summary>The index names an object that the store does not have.</summary>
    Missing,

    /// <summary>The stored bytes are not those that were acknowledged.</summary>
    Corrupt,

    /// <summary>The store has an object that the index does not name: it was never acknowledged, or the index lost it. Rebuilding the index brings it in.</summary>
    NotIndexed,

    /// <summary>Store and index say different things of it.</summary>
    Differs,
}
