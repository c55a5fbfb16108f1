namespace Pacs.Docs.Tests;

/// <summary>The tree these tests look at: found by walking up from the test binary to the folder of Pacs.sln.</summary>
internal static class Repository
{
    private static readonly string[] BuiltFolders = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules", "dist", ".git", ".vs", ".idea"];

    public static string Root { get; } = FindRoot();

    public static string[] SourceProjects { get; } = Directory.GetFiles(PathOf("src"), "*.csproj", SearchOption.AllDirectories);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Every file below a folder that is not built or run-time output.</summary>
    public static IEnumerable<string> Files(string folder = ".")
    {
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(Path.GetFullPath(PathOf(folder)))]);
        while (pending.TryPop(out var directory))
        {
            foreach (var file in directory.EnumerateFiles())
                yield return file.FullName;
            foreach (var child in directory.EnumerateDirectories())
                if (!BuiltFolders.Contains(child.Name) && Relative(child.FullName) != "data")
                    pending.Push(child);
        }
    }

    /// <summary>The Markdown that people read: the front pages, docs/ and each package's README.</summary>
    public static IEnumerable<string> Pages() => Files().Where(path => path.EndsWith(".md", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Pacs.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Pacs.sln is in no folder above the tests.");
    }
}
