namespace Pacs.Archive;

/// <summary>Why an index failed, and so what can be done.</summary>
public enum IndexFault
{
    /// <summary>Reading or writing failed: the medium, permissions.</summary>
    Io,
    /// <summary>The file is an index that is damaged. Delete it: the archive rebuilds it from the blob store's log.</summary>
    Corrupt,
    /// <summary>The file is no index of this kind.</summary>
    Foreign,
    /// <summary>The index was written by a newer version of this software.</summary>
    TooNew,
    /// <summary>Another process holds it.</summary>
    Busy,
    /// <summary>No space is left.</summary>
    Full,
}
