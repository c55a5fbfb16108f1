using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pacs.Docs.Tests;

public sealed partial class DocFxTests
{
    [Test]
    public void EveryTableOfContentsEntry_NamesAFileThatExists()
    {
        var broken = Tables().SelectMany(table => Entries(table).Where(entry => !Exists(table, entry)).Select(entry => $"{Repository.Relative(table)}: {entry}"));

        Assert.That(broken, Is.Empty);
        Assert.That(Tables().SelectMany(Entries), Is.Not.Empty);
    }

    [Test]
    public void EveryPageOfTheDocs_IsInATableOfContents()
    {
        var reachable = Tables().SelectMany(table => Entries(table).Select(entry => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(table)!, entry)))).ToHashSet();
        var pages = Repository.Files("docs").Where(path => path.EndsWith(".md", StringComparison.Ordinal));

        Assert.That(pages.Where(page => !reachable.Contains(page)).Select(Repository.Relative), Is.Empty);
    }

    [Test]
    public void DocfxJson_IsValidAndNamesFoldersThatExist()
    {
        var docs = Repository.PathOf("docs");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(docs, "docfx.json")));
        var build = json.RootElement.GetProperty("build");
        var sources = json.RootElement.GetProperty("metadata").EnumerateArray().SelectMany(entry => entry.GetProperty("src").EnumerateArray())
            .Concat(build.GetProperty("content").EnumerateArray());

        Assert.Multiple(() =>
        {
            foreach (var source in sources)
            {
                var folder = source.TryGetProperty("src", out var src) ? Path.Combine(docs, src.GetString()!) : docs;
                Assert.That(folder, Does.Exist);
                foreach (var pattern in source.GetProperty("files").EnumerateArray().Select(file => file.GetString()!))
                {
                    // API pages come out of the metadata step; they are in no checkout.
                    if (pattern.StartsWith("api/", StringComparison.Ordinal))
                        continue;
                    var fixedPart = pattern.Split('*')[0];
                    var path = Path.Combine(folder, fixedPart);
                    Assert.That(Directory.Exists(Path.GetDirectoryName(path)) || File.Exists(path), Is.True, pattern);
                }
            }
            Assert.That(build.GetProperty("dest").GetString(), Is.Not.Empty);
        });
    }

    private static IEnumerable<string> Tables() => Repository.Files("docs").Where(path => Path.GetFileName(path) == "toc.yml");

    private static IEnumerable<string> Entries(string table) =>
        Href().Matches(File.ReadAllText(table)).Select(match => match.Groups[1].Value.Trim()).Where(entry => !entry.StartsWith("http", StringComparison.Ordinal));

    private static bool Exists(string table, string entry)
    {
        // "folder/" leads to that folder's own table; the API's table is written by DocFX.
        var target = Path.Combine(Path.GetDirectoryName(table)!, entry);
        return entry == "api/" || (entry.EndsWith('/') ? File.Exists(Path.Combine(target, "toc.yml")) : File.Exists(target));
    }

    [GeneratedRegex(@"^\s*(?:- )?(?:href|topicHref):\s*(.+)$", RegexOptions.Multiline)]
    private static partial Regex Href();
}
