namespace Pacs.Archive;

/// <summary>Folders that are there after a crash.</summary>
internal static class DurableFolders
{
    /// <summary>Makes a folder and all above it that are missing, each durable before the next.</summary>
    public static void MakeFolder(this IFileLayer layer, string path)
    {
        if (layer.DirectoryExists(path)) return;
        string? parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent)) layer.MakeFolder(parent);
        layer.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent)) layer.FlushDirectory(parent);
    }
}
