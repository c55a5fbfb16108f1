namespace Pacs.Core;

/// <summary>The pieces in which values are read from their file.</summary>
internal static class BulkChunks
{
    /// <summary>Bytes of a piece: a multiple of 3, so that pieces in base64 need no padding, and of 8, so that no word is cut.</summary>
    public const int Length = 48 * 1024;
}
