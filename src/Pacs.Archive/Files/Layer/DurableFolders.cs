namespace Pacs.Archive;

/// <summary>Folders that are there after a crash.</summary>
public static class DurableFolders
{
    /// <summary>Makes the names in a folder durable: creations, moves and deletions. The content of its files is theirs to flush. Blocks.</summary>
    /// <param name="folder">Path of a folder that exists.</param>
    /// <exception cref="IOException">It cannot be flushed: what was done in it may be undone by a crash.</exception>
    public static void Flush(string folder) => SystemFileLayer.Instance.FlushDirectory(folder);

    /// <summary>Makes a folder and all above it that are missing, each durable before the next.</summary>
    internal static void MakeFolder(this IFileLayer layer, string path)
    {
        if (layer.DirectoryExists(path)) return;
        string? parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent)) layer.MakeFolder(parent);
        layer.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent)) layer.FlushDirectory(parent);
    }
}
