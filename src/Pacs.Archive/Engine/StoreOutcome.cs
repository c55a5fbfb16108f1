using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Result of storing one instance.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Status">The answer to a C-STORE (PS3.4 §B.2.3), with a comment where it failed.</param>
/// <param name="Entry">The instance as it is stored now; null when none is.</param>
public sealed record StoreOutcome(StoreKind Kind, DicomStatus Status, IndexEntry? Entry = null)
{
    /// <summary>Whether the archive holds the instance now, durably.</summary>
    public bool IsStored => Kind is StoreKind.Stored or StoreKind.AlreadyStored or StoreKind.Replaced;
}
