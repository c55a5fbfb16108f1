namespace Pacs.Benchmarks.Core;

/// <summary>Files of the load corpus (benchmarks/load makes it): below PACS_LOAD, or pacs-load in the temporary folder.</summary>
internal static class LoadCorpus
{
    /// <summary>The first files of a kind, read once so that they are in the page cache.</summary>
    public static string[] Files(string kind, int count)
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("PACS_LOAD") ?? Path.Combine(Path.GetTempPath(), "pacs-load"), "corpus", kind);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count)];
        foreach (string file in files) _ = File.ReadAllBytes(file);
        return files;
    }
}
