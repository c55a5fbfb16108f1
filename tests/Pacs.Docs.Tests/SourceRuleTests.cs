using System.Text.RegularExpressions;

namespace Pacs.Docs.Tests;

public sealed partial class SourceRuleTests
{
    private static readonly string[] TextFiles = [".cs", ".csproj", ".props", ".targets", ".md", ".json", ".yml", ".txt", ".sln", ".sh", ".py", ".cfg", ""];

    [Test]
    public void NoSourceFile_IsLongerThan500Lines()
    {
        var tooLong = Repository.Files("src")
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && !path.EndsWith(".g.cs", StringComparison.Ordinal))
            .Select(path => (Path: Repository.Relative(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > 500);

        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void NoFile_NamesAPathOfSomebodysMachine()
    {
        var named = Repository.Files()
            .Where(path => TextFiles.Contains(Path.GetExtension(path)) && !path.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path).Select((line, index) => (Where: $"{Repository.Relative(path)}:{index + 1}", Line: line)))
            .Where(found => MachinePath().IsMatch(found.Line))
            .Select(found => $"{found.Where}: {found.Line.Trim()}");

        Assert.That(named, Is.Empty);
    }

    [Test]
    public void NoPublicType_SitsOutsideItsPackagesRootNamespace()
    {
        var misplaced = Repository.SourceProjects.SelectMany(project => Repository.Files(Repository.Relative(Path.GetDirectoryName(project)!))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => (path, name: Path.GetFileNameWithoutExtension(project), text: File.ReadAllText(path)))
            .Where(file => PublicType().IsMatch(file.text) && !Regex.IsMatch(file.text, $@"^namespace {Regex.Escape(file.name)}\s*[;{{]", RegexOptions.Multiline))
            .Select(file => Repository.Relative(file.path)));

        Assert.That(misplaced, Is.Empty);
    }

    // Home folders and work folders; the letters are apart so that this line does not find itself.
    [GeneratedRegex(@"(^|[^a-zA-Z0-9.>])/(?:w[o]rk|h[o]me|r[o]ot|U[s]ers|f[a]rm)/\w")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^public .*\b(class|struct|interface|enum|record)\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
