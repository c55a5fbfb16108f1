namespace Pacs.Viewer.Tests.Harness;

/// <summary>Where things are in the repository that this test runs from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string ServerExecutable => Path.Combine(Root, "samples", "ServerHost", "bin", Configuration, "net10.0", OperatingSystem.IsWindows() ? "ServerHost.exe" : "ServerHost");

    /// <summary>Screenshots, one a test, for people to look at.</summary>
    public static string Screenshots => Directory.CreateDirectory(Path.Combine(Root, "TestResults", "viewer")).FullName;

    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Pacs.sln"))) return at.FullName;
        throw new InvalidOperationException("The tests do not run from inside the repository.");
    }
}
