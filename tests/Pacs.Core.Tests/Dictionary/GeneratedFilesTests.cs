using Pacs.Tables;

namespace Pacs.Core.Tests;

public sealed class GeneratedFilesTests
{
    [Test]
    public void CheckedInTables_AreWhatTheGeneratorMakes()
    {
        string target = Generator.FindTargetFolder(SharedFacts.RepositoryRoot)!;

        Assert.That(Generator.FindDifferences(target, Generator.Generate(SharedFacts.Folder)), Is.Empty);
    }

    [Test]
    public void FindDifferences_NamesChangedMissingAndLeftOverFiles()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Same.g.cs"), "1");
            File.WriteAllText(Path.Combine(folder.FullName, "Changed.g.cs"), "1");
            File.WriteAllText(Path.Combine(folder.FullName, "LeftOver.g.cs"), "1");

            IReadOnlyList<string> found = Generator.FindDifferences(folder.FullName, [new("Same.g.cs", "1"), new("Changed.g.cs", "2"), new("Missing.g.cs", "1")]);

            Assert.That(found, Is.EqualTo(new[] { "Changed.g.cs", "LeftOver.g.cs", "Missing.g.cs" }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
