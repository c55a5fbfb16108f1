namespace Pacs.Interop.Tests.Harness;

/// <summary>Where things are: the repository, and the test data that is shared beside it (or where PACS_SHARED says).</summary>
internal static class Shared
{
    public static string Repository { get; } = FindRepository();

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("PACS_SHARED") is { Length: > 0 } named ? named : Path.GetFullPath(Path.Combine(Repository, "..", "shared"));

    /// <summary>The folder of DICOM test files; the test is skipped when there is none.</summary>
    public static string RequireTestFiles() => Require(Path.Combine(Folder, "data", "dicom"), "no DICOM test files");

    /// <summary>The folder of the load generator; the test is skipped when there is none.</summary>
    public static string RequireBench() => Require(Path.Combine(Folder, "bench"), "no load generator");

    private static string Require(string folder, string lack)
    {
        if (!Directory.Exists(folder))
            Assert.Ignore($"{lack} at {folder} (PACS_SHARED names another place)");
        return folder;
    }

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Pacs.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Pacs.sln is in no folder above the tests.");
    }
}
