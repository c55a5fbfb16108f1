namespace Pacs.Archive;

/// <summary>All that the stores ask of a file system, so that a test can stand in for it and fail, cut and tear at any call.</summary>
/// <remarks>Calls block. Failures are <see cref="IOException"/>; lack of space is told by <see cref="FileFaults.IsNoSpace"/>.</remarks>
internal interface IFileLayer
{
    /// <summary>Makes a folder in one that exists; nothing happens when it exists. Durable after <see cref="FlushDirectory"/> of the parent.</summary>
    void CreateDirectory(string path);

    /// <summary>Whether the folder exists.</summary>
    bool DirectoryExists(string path);

    /// <summary>Names (not paths) of the files in a folder, in no order; none when the folder does not exist.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>Names of the folders in a folder, in no order.</summary>
    IReadOnlyList<string> ListDirectories(string directory);

    /// <summary>Whether the file exists.</summary>
    bool Exists(string path);

    /// <summary>Makes a file that must not exist and opens it for reading and writing.</summary>
    IStoreFile Create(string path);

    /// <summary>Opens a file that must exist.</summary>
    /// <exception cref="FileNotFoundException">It does not.</exception>
    IStoreFile Open(string path, bool writable);

    /// <summary>Opens a file that is open already once more, for direct writes; null where that cannot be had.</summary>
    IDirectFile? TryOpenDirect(string path);

    /// <summary>Gives a file another name in the same file system; the new name must be free.</summary>
    void Move(string from, string to);

    /// <summary>Deletes a file; nothing happens when it does not exist. Who has it open keeps it.</summary>
    void Delete(string path);

    /// <summary>Makes the names in a folder durable: creations, moves and deletions. Windows needs no such call.</summary>
    void FlushDirectory(string path);

    /// <summary>Takes a folder for this process until the result is disposed or the process ends.</summary>
    /// <exception cref="BlobStoreException">Another process has it.</exception>
    IDisposable Lock(string path);
}
