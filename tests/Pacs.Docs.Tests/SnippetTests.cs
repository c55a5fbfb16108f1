using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pacs.Docs.Tests;

/// <summary>
/// Every C# block in the docs is a program that compiles against the packages. A block that leans on names the text has
/// introduced says so in an HTML comment above it: <c>context: NAME</c> takes docs/snippets/NAME.cs as its beginning,
/// <c>file: PATH</c> says that the block is that file, word for word.
/// </summary>
public sealed class SnippetTests
{
    private static readonly MetadataReference[] Platform =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private static IEnumerable<TestCaseData> Blocks() =>
        Repository.Pages().Order(StringComparer.Ordinal).SelectMany(page => MarkdownPage.Load(page).CSharpBlocks())
            .Select(block => new TestCaseData(block).SetArgDisplayNames(block.ToString()));

    [TestCaseSource(nameof(Blocks))]
    public void EveryCSharpBlock_Compiles(CodeBlock block)
    {
        var program = SnippetProgram.Compose(block.Text, block.Named("context") is { } name ? File.ReadAllText(Repository.PathOf($"docs/snippets/{name}.cs")) : "");
        var compilation = CSharpCompilation.Create("Snippet", [program], Platform, new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        Assert.That(errors.Select(error => error.ToString()), Is.Empty, $"{block}\n{program}");
    }

    [TestCaseSource(nameof(Blocks))]
    public void ABlockThatNamesAFile_IsThatFile(CodeBlock block)
    {
        if (block.Named("file") is not { } file)
            return;
        Assert.That(block.Text.Trim(), Is.EqualTo(File.ReadAllText(Repository.PathOf(file)).Trim()));
    }

    [Test]
    public void EverySnippetContext_IsUsed()
    {
        var used = Blocks().Select(test => ((CodeBlock)test.Arguments[0]!).Named("context")).ToHashSet();
        var contexts = Directory.Exists(Repository.PathOf("docs/snippets")) ? Directory.GetFiles(Repository.PathOf("docs/snippets"), "*.cs") : [];

        Assert.That(contexts.Select(Path.GetFileNameWithoutExtension).Where(name => !used.Contains(name)), Is.Empty);
    }
}
