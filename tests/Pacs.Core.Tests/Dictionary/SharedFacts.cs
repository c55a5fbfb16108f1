namespace Pacs.Core.Tests;

/// <summary>The folder of DICOM tables beside the repository, for tests that compare with all of them.</summary>
internal static class SharedFacts
{
    public static string RepositoryRoot
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Pacs.sln")))
                    return folder.FullName;
            throw new InvalidOperationException("The tests do not run inside the repository.");
        }
    }

    /// <summary>The folder of tables; the test is ignored where it is missing.</summary>
    public static string Folder
    {
        get
        {
            string? folder = Pacs.Tests.SharedData.Root is { } root ? Path.Combine(root, "data", "dictionary") : null;
            if (!Directory.Exists(folder)) Assert.Ignore("The tables of DICOM facts (../shared/data/dictionary) are not here.");
            return folder!;
        }
    }

    /// <summary>The rows of a table without the header.</summary>
    public static IEnumerable<string[]> Rows(string table) =>
        File.ReadLines(Path.Combine(Folder, table)).Skip(1).Select(l => l.Split('\t'));
}
