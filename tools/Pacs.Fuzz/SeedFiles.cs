namespace Pacs.Fuzz;

/// <summary>Files of the corpus as seeds.</summary>
internal static class SeedFiles
{
    /// <summary>Every file below the folder, or below these of its folders; small ones only.</summary>
    public static IEnumerable<byte[]> All(string corpus, params string[] folders) =>
        (folders.Length == 0 ? [corpus] : folders.Select(folder => Path.Combine(corpus, folder)))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal)
        .Where(path => new FileInfo(path).Length <= 256 * 1024)
        .Select(File.ReadAllBytes);
}
