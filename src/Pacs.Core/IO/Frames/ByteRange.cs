namespace Pacs.Core;

/// <summary>Consecutive bytes of a value or a file.</summary>
/// <param name="Offset">Where they begin, in bytes.</param>
/// <param name="Length">How many there are.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>The byte after the last.</summary>
    public long End => Offset + Length;
}
