namespace Pacs.Docs.Tests;

public sealed class LinkTests
{
    private static IEnumerable<string> PageNames() => Repository.Pages().Select(Repository.Relative).Order();

    [TestCaseSource(nameof(PageNames))]
    public void EveryRelativeLink_LeadsToAFileAndAnAnchorThatExist(string page)
    {
        var loaded = MarkdownPage.Load(Repository.PathOf(page));
        var broken = loaded.Links.Where(link => !IsForeign(link) && !Resolves(loaded, link)).ToList();

        Assert.That(broken, Is.Empty, page);
    }

    private static bool IsForeign(string link) =>
        link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith("http://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal);

    private static bool Resolves(MarkdownPage page, string link)
    {
        var hash = link.IndexOf('#', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(hash < 0 ? link : link[..hash]);
        var anchor = hash < 0 ? null : link[(hash + 1)..];
        var target = path.Length == 0 ? page.FilePath : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.FilePath)!, path));

        if (!target.StartsWith(Repository.Root, StringComparison.Ordinal))
            return false;
        if (!File.Exists(target))
            return anchor is null && Directory.Exists(target);
        return anchor is null || !target.EndsWith(".md", StringComparison.Ordinal) || MarkdownPage.Load(target).Anchors.Contains(anchor);
    }
}
