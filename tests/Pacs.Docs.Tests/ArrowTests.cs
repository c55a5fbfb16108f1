using System.Xml.Linq;

namespace Pacs.Docs.Tests;

/// <summary>What each package may reference. Nothing points up; nothing points sideways below Pacs.Server.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, (string[] Packages, string[] ThirdParty)> Table = new()
    {
        ["Pacs.Core"] = ([], []),
        ["Pacs.Network"] = (["Pacs.Core"], ["Microsoft.Extensions.Logging.Abstractions"]),
        ["Pacs.Archive"] = (["Pacs.Core"], ["Microsoft.Extensions.Logging.Abstractions", "System.IO.Hashing"]),
        ["Pacs.Archive.Sqlite"] = (["Pacs.Archive"], ["Microsoft.Data.Sqlite"]),
        ["Pacs.Imaging"] = (["Pacs.Core"], []),
        ["Pacs.Imaging.Skia"] = (["Pacs.Imaging"], ["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"]),
        ["Pacs.DicomWeb.Client"] = (["Pacs.Core"], []),
        ["Pacs.Tool"] = (["Pacs.Core", "Pacs.DicomWeb.Client", "Pacs.Imaging", "Pacs.Imaging.Skia", "Pacs.Network"], ["System.CommandLine", "Spectre.Console"]),
        ["Pacs.Server"] = (["Pacs.Network", "Pacs.Archive"], []),
        ["Pacs.Hosting"] = (["Pacs.Server", "Pacs.Archive.Sqlite"], ["Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions", "Microsoft.Extensions.Diagnostics.HealthChecks"]),
        ["Pacs.DicomWeb"] = (["Pacs.Archive", "Pacs.Imaging"], ["ZstdSharp.Port"]),
        ["Pacs.DicomWeb.Security"] = (["Pacs.DicomWeb"], ["Microsoft.AspNetCore.Authentication.Certificate", "Microsoft.AspNetCore.Authentication.JwtBearer"]),
        ["Pacs.Testing"] = (["Pacs.Archive", "Pacs.Imaging", "Pacs.Network"], ["NUnit"]),
    };

    private static IEnumerable<string> Names() => Repository.SourceProjects.Select(Path.GetFileNameWithoutExtension).Order()!;

    [TestCaseSource(nameof(Names))]
    public void APackage_ReferencesOnlyWhatItsRowAllows(string name)
    {
        Assert.That(Table, Does.ContainKey(name), "A new package gets its row here and in docs/architecture.md.");
        var project = Load(name);
        var references = Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        var packages = project.Descendants("PackageReference").Where(package => package.Attribute("PrivateAssets")?.Value != "all").Select(package => package.Attribute("Include")!.Value);

        Assert.Multiple(() =>
        {
            Assert.That(references, Is.SubsetOf(Below(name)));
            Assert.That(packages, Is.SubsetOf(Table[name].ThirdParty));
        });
    }

    [TestCaseSource(nameof(Names))]
    public void APackage_OpensItsInternalsToTestsOnly(string name)
    {
        var friends = Includes(Load(name), "InternalsVisibleTo")
            .Concat(Repository.Files($"src/{name}").Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
                .SelectMany(File.ReadLines).Where(line => line.Contains("InternalsVisibleTo(", StringComparison.Ordinal)).Select(line => line.Split('"')[1]));

        Assert.That(friends, Has.All.EndsWith(".Tests"));
    }

    [Test]
    public void NoApplication_IsPacked()
    {
        var applications = Repository.Files("samples").Concat(Repository.Files("tools")).Concat(Repository.Files("benchmarks")).Where(path => path.EndsWith(".csproj", StringComparison.Ordinal));

        Assert.That(applications.Where(path => XDocument.Load(path).Descendants("IsPackable").Any(element => element.Value == "true")), Is.Empty);
    }

    private static HashSet<string> Below(string name)
    {
        var below = new HashSet<string>();
        foreach (var package in Table[name].Packages)
            if (below.Add(package))
                below.UnionWith(Below(package));
        return below;
    }

    private static XDocument Load(string name) => XDocument.Load(Repository.PathOf($"src/{name}/{name}.csproj"));

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
