namespace Pacs.Archive;

/// <summary>Why a blob store could not do what it was asked.</summary>
public enum BlobFault
{
    /// <summary>The device or the file system failed.</summary>
    Device,

    /// <summary>There is no space left.</summary>
    NoSpace,

    /// <summary>There is no object at this address.</summary>
    Missing,

    /// <summary>The stored bytes are not those that were committed.</summary>
    Corrupt,

    /// <summary>Another process has the store open.</summary>
    InUse,

    /// <summary>The folder holds something this version cannot read.</summary>
    Format,
}
