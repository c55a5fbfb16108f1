namespace Pacs.Tables;

/// <summary>A file to check in: its name below src/Pacs.Core/Dictionary and its whole text, lines ended by LF.</summary>
public sealed record GeneratedFile(string Name, string Text);

/// <summary>Turns the tables of DICOM facts into the checked-in C# files. The same tables give the same bytes.</summary>
public static class Generator
{
    /// <summary>All generated files, from the tables in a folder.</summary>
    public static IReadOnlyList<GeneratedFile> Generate(string dictionaryFolder)
    {
        IReadOnlyList<ElementRow> elements = ElementRow.ReadAll(dictionaryFolder);
        IReadOnlyList<UidRow> uids = UidRow.ReadAll(dictionaryFolder);
        IReadOnlyList<PrivateRow> privates = PrivateRow.ReadAll(dictionaryFolder);
        var codes = new ElementCodes(elements.Select(e => (e.VRs, e.VM)).Concat(privates.Select(p => (p.VRs, p.VM))));
        return
        [
            TagConstants.Write(elements),
            UidConstants.Write(uids),
            TransferSyntaxInstances.Write(uids),
            ElementCodesData.Write(codes),
            DictionaryData.Write(elements, codes),
            PrivateData.Write(privates, codes),
            UidData.Write(uids),
        ];
    }

    /// <summary>Names of those files that are missing in the folder or read differently; of generated files there that are no longer made, too.</summary>
    public static IReadOnlyList<string> FindDifferences(string targetFolder, IReadOnlyList<GeneratedFile> files)
    {
        IEnumerable<string> changed = files
            .Where(f => !File.Exists(Path.Combine(targetFolder, f.Name)) || File.ReadAllText(Path.Combine(targetFolder, f.Name)) != f.Text)
            .Select(f => f.Name);
        IEnumerable<string> left = Directory.EnumerateFiles(targetFolder, "*.g.cs").Select(p => Path.GetFileName(p)).Except(files.Select(f => f.Name));
        return [.. changed.Concat(left).Order(StringComparer.Ordinal)];
    }

    /// <summary>src/Pacs.Core/Dictionary of the repository that holds a folder, or null outside one.</summary>
    public static string? FindTargetFolder(string insideRepository)
    {
        for (DirectoryInfo? folder = new(insideRepository); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Pacs.sln")))
                return Path.Combine(folder.FullName, "src", "Pacs.Core", "Dictionary");
        return null;
    }
}
