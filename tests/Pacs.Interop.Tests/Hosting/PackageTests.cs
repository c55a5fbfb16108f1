using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Hosting;

/// <summary>The packages as NuGet users get them, and the README's sample built from them in an empty project.</summary>
[Category("Packages")]
public sealed class PackageTests
{
    private const string Version = "0.1.0";
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static readonly string Sample = Path.Combine(Shared.Repository, "tests", "Pacs.Interop.Tests", "EmbeddingSample", "Program.cs");

    private Workspace _workspace = null!;
    private string _feed = null!;

    [OneTimeSetUp]
    public async Task PackEverything()
    {
        _workspace = new Workspace();
        _feed = _workspace.NewFolder("feed");
        foreach (var project in Directory.GetFiles(Path.Combine(Shared.Repository, "src"), "*.csproj", SearchOption.AllDirectories))
            (await Command.RunAsync("dotnet", ["pack", project, "-c", Configuration, "--no-build", "--nologo", "-v", "quiet", "-o", _feed, $"-p:Version={Version}"], Shared.Repository, TimeSpan.FromMinutes(3)))
                .MustSucceed($"dotnet pack {Path.GetFileName(project)}");
    }

    [OneTimeTearDown]
    public void RemoveTheFeed() => _workspace.Dispose();

    [Test]
    public void EveryPackage_HasReadmeLicenceDocumentationAndSymbols()
    {
        var packages = Directory.GetFiles(_feed, "*.nupkg");
        Assert.That(packages, Has.Length.GreaterThanOrEqualTo(7));
        Assert.Multiple(() =>
        {
            foreach (var path in packages)
            {
                var name = Path.GetFileName(path)[..^($".{Version}.nupkg".Length)];
                using var package = ZipFile.OpenRead(path);
                var entries = package.Entries.Select(entry => entry.FullName).ToList();
                using var nuspec = package.GetEntry(name + ".nuspec")!.Open();
                var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
                XElement? Field(string field) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == field);

                Assert.That(entries, Does.Contain("README.md"), name);
                Assert.That(Field("readme")?.Value, Is.EqualTo("README.md"), name);
                Assert.That(Field("license")?.Value, Is.EqualTo("MIT"), name);
                Assert.That(Field("license")?.Attribute("type")?.Value, Is.EqualTo("expression"), name);
                Assert.That(Field("description")?.Value, Is.Not.Null.And.Not.EqualTo("Package Description"), name);
                // A tool is a program with all it needs, and documents itself by --help.
                var isTool = metadata.Descendants().Any(element => element.Name.LocalName == "packageType" && element.Attribute("name")?.Value == "DotnetTool");
                if (isTool) Assert.That(entries, Does.Contain($"tools/net10.0/any/{name}.dll"), name);
                else Assert.That(entries, Does.Contain($"lib/net10.0/{name}.dll").And.Contain($"lib/net10.0/{name}.xml"), name);
                Assert.That(path.Replace(".nupkg", ".snupkg", StringComparison.Ordinal), Does.Exist);
            }
        });
    }

    [Test]
    public void TheSample_HasAtMost15Lines() =>
        Assert.That(File.ReadLines(Sample).Count(line => line.Trim().Length > 0), Is.LessThanOrEqualTo(15));

    [Test]
    public async Task TheSample_InAnEmptyProject_ReceivesAStudyFromStorescuAndQueriesIt()
    {
        Command.Require("storescu");
        var files = Store.Corpus.Files.Where(file => Store.Corpus.NameOf(file).StartsWith("studies/mr-head-prior/", StringComparison.Ordinal)).ToList();
        var project = _workspace.NewFolder("sample");
        var port = Ports.Free();
        File.WriteAllText(Path.Combine(project, "Program.cs"), File.ReadAllText(Sample).Replace("11112", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(project, "sample.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pacs.Server" Version="{Version}" />
                <PackageReference Include="Pacs.Archive.Sqlite" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        // Our packages only from the feed just packed, into a folder of their own, so that no older build of them is taken;
        // what they depend on from wherever this machine has it.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_workspace.PathOf("packages")}" /></config>
              <fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{_feed}" /></packageSources>
            </configuration>
            """);
        (await Command.RunAsync("dotnet", ["build", "--nologo", "-v", "quiet", "-o", _workspace.PathOf("built")], project, TimeSpan.FromMinutes(3))).MustSucceed("dotnet build of the sample");

        using var sample = Command.Start(Path.Combine(_workspace.PathOf("built"), "sample"), [], project, []);
        var output = sample.StandardOutput.ReadToEndAsync();
        var error = sample.StandardError.ReadToEndAsync();
        while (!await Ports.AnswersAsync(port, CancellationToken.None))
        {
            Assert.That(sample.HasExited, Is.False, await ErrorOfAsync(sample, error));
            await Task.Delay(20);
        }
        var stored = await Dcmtk.StoreAsync(_workspace, port, files, files[0].TransferSyntax);
        await sample.StandardInput.WriteLineAsync();
        sample.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await sample.WaitForExitAsync(limit.Token);

        Assert.That(sample.ExitCode, Is.Zero, await error);
        Assert.That(stored, Has.Count.EqualTo(files.Count));
        Assert.That(await output, Does.Contain($": {files.Count} images"));
    }

    private static async Task<string> ErrorOfAsync(System.Diagnostics.Process process, Task<string> error) => process.HasExited ? await error : "";
}
