using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pacs.Docs.Tests;

/// <summary>A Markdown file: its links, its anchors and its C# blocks.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    private readonly MarkdownDocument _document;

    private MarkdownPage(string path)
    {
        FilePath = path;
        _document = Markdown.Parse(File.ReadAllText(path), Pipeline);
    }

    public string FilePath { get; }

    public IEnumerable<string> Links =>
        _document.Descendants<LinkInline>().Select(link => link.Url ?? "");

    /// <summary>Anchors as GitHub and DocFX make them from headings.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (var heading in _document.Descendants<HeadingBlock>())
            {
                var slug = Slug(heading);
                var unique = slug;
                for (var i = 1; !anchors.Add(unique); i++)
                    unique = $"{slug}-{i}";
            }
            return anchors;
        }
    }

    /// <summary>The C# blocks, each with the HTML comment right above it ("context: NAME", "file: PATH"), if there is one.</summary>
    public IEnumerable<CodeBlock> CSharpBlocks()
    {
        foreach (var fence in _document.Descendants<FencedCodeBlock>())
        {
            if (fence.Info is not ("csharp" or "cs" or "c#"))
                continue;
            var container = fence.Parent!;
            var before = container.IndexOf(fence) - 1;
            var comment = before >= 0 && container[before] is HtmlBlock html ? html.Lines.ToString().Replace("<!--", "").Replace("-->", "").Trim() : null;
            yield return new CodeBlock(FilePath, fence.Line + 1, fence.Lines.ToString(), comment);
        }
    }

    public static MarkdownPage Load(string path) => new(path);

    private static string Slug(HeadingBlock heading)
    {
        var text = new StringBuilder();
        foreach (var inline in heading.Inline!.Descendants())
            text.Append(inline switch { LiteralInline literal => literal.Content.ToString(), CodeInline code => code.Content, _ => "" });
        var slug = new StringBuilder();
        foreach (var c in text.ToString().ToLowerInvariant())
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                slug.Append(c);
            else if (c == ' ')
                slug.Append('-');
        return slug.ToString();
    }
}

public sealed record CodeBlock(string FilePath, int Line, string Text, string? Comment)
{
    public override string ToString() => $"{Repository.Relative(FilePath)}:{Line}";

    public string? Named(string key) =>
        Comment is not null && Comment.StartsWith(key + ":", StringComparison.Ordinal) ? Comment[(key.Length + 1)..].Trim() : null;
}
