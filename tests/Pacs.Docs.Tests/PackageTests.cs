namespace Pacs.Docs.Tests;

public sealed class PackageTests
{
    private static IEnumerable<string> Names() => Repository.SourceProjects.Select(Path.GetFileNameWithoutExtension).Order()!;

    [TestCaseSource(nameof(Names))]
    public void APackage_HasAReadmeOfOneScreen(string name)
    {
        var lines = File.ReadAllLines(Repository.PathOf($"src/{name}/README.md"));

        Assert.That(lines.Count(line => line.Trim().Length > 0), Is.InRange(5, 45));
        Assert.That(lines[0], Is.EqualTo($"# {name}"));
    }

    [TestCaseSource(nameof(Names))]
    public void APackage_KeepsItsPublicApiInFiles(string name)
    {
        Assert.That(Repository.PathOf($"src/{name}/PublicAPI.Shipped.txt"), Does.Exist);
        Assert.That(Repository.PathOf($"src/{name}/PublicAPI.Unshipped.txt"), Does.Exist);
    }

    [TestCaseSource(nameof(Names))]
    public void APackage_IsInTheReadmesTable(string name) =>
        Assert.That(File.ReadAllText(Repository.PathOf("README.md")), Does.Contain($"`{name}`").Or.Contain($"[`{name}`]"));
}
