namespace Pacs.Tests;

/// <summary>The shared corpus of DICOM files beside the repository, or the folder that PACS_SHARED names. Tests that need it are ignored where it is missing.</summary>
internal static class SharedData
{
    public static string? Root { get; } = Find();

    /// <summary>The folder of DICOM files; the test is ignored, with the reason, when there is none.</summary>
    public static string DicomFolder
    {
        get
        {
            string? folder = Root is null ? null : Path.Combine(Root, "data", "dicom");
            if (folder is null || !Directory.Exists(folder)) Assert.Ignore("The shared DICOM corpus (../shared/data/dicom) is not here.");
            return folder!;
        }
    }

    public static string File(string relative) => Path.Combine(DicomFolder, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>All DICOM files below a folder of the corpus, in a stable order.</summary>
    public static IEnumerable<string> Files(string relative = "") =>
        Directory.EnumerateFiles(Path.Combine(DicomFolder, relative), "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bitstreams{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}reference{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && Path.GetExtension(path) is not (".tsv" or ".md" or ".gz" or ".txt"))
            .Order(StringComparer.Ordinal);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PACS_SHARED") is { Length: > 0 } named) return named;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Pacs.sln")) && at.Parent is { } parent)
                return Directory.Exists(Path.Combine(parent.FullName, "shared")) ? Path.Combine(parent.FullName, "shared") : null;
        return null;
    }
}
