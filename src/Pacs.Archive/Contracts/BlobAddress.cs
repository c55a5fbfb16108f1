namespace Pacs.Archive;

/// <summary>Where a blob store keeps one object. Opaque to all but the store that made it; valid until the object is removed.</summary>
/// <param name="Value">Short text without control characters, fit for an index column.</param>
public readonly record struct BlobAddress(string Value)
{
    /// <summary>The text of the address.</summary>
    public override string ToString() => Value ?? string.Empty;
}
