namespace Pacs.Tool;

/// <summary>The files that arguments name: files themselves, and all files below folders, in a stable order.</summary>
internal static class InputFiles
{
    /// <exception cref="ToolException">Nothing has that name.</exception>
    public static List<string> Expand(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (File.Exists(path)) files.Add(path);
            else if (Directory.Exists(path)) files.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
            else if (path.StartsWith('-')) throw new ToolException($"{path}: no such option", ExitCode.Usage);
            else throw new ToolException($"{path}: no such file or folder", ExitCode.File);
        }

        return files;
    }
}
