using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Store;

/// <summary>The shared test files that are DICOM objects: Part 10 files that name an instance.</summary>
internal static class Corpus
{
    private static readonly Lazy<Dictionary<string, string>> Excuses = new(ReadExcuses);

    private static readonly Lazy<List<Part10File>> AllFiles = new(() =>
        [.. Directory.EnumerateFiles(Shared.RequireTestFiles(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Part10File.TryOpen).OfType<Part10File>()]);

    public static IReadOnlyList<Part10File> Files
    {
        get
        {
            Shared.RequireTestFiles();
            return AllFiles.Value;
        }
    }

    public static string NameOf(Part10File file) => Path.GetRelativePath(Shared.RequireTestFiles(), file.Path).Replace('\\', '/');

    /// <summary>Whether any storage SCP can take the file: it is not in the list of those that may be refused, <c>ExcusedFiles.txt</c>.</summary>
    public static bool MustBeAccepted(Part10File file) => !Excuses.Value.ContainsKey(NameOf(file));

    /// <summary>Why a file may be refused; null when it must be accepted.</summary>
    public static string? ExcuseOf(Part10File file) => Excuses.Value.GetValueOrDefault(NameOf(file));

    /// <summary>
    /// Several files are one image in many encodings and share its UID. Round n holds the n-th file of each UID, so that
    /// in no round an instance comes twice.
    /// </summary>
    public static IEnumerable<List<Part10File>> Rounds()
    {
        var byInstance = Files.GroupBy(file => file.SopInstance).Select(group => group.ToList()).ToList();
        for (var round = 0; byInstance.Any(group => group.Count > round); round++)
            yield return [.. byInstance.Where(group => group.Count > round).Select(group => group[round])];
    }

    /// <summary>One file of each UID, the one in the rarest transfer syntax: every syntax of the corpus is among them.</summary>
    public static List<Part10File> OneOfEachInstance()
    {
        var frequency = Files.GroupBy(file => file.TransferSyntax).ToDictionary(group => group.Key, group => group.Count());
        return [.. Files.GroupBy(file => file.SopInstance).Select(group => group.MinBy(file => frequency[file.TransferSyntax])!)];
    }

    private static Dictionary<string, string> ReadExcuses()
    {
        using var stream = typeof(Corpus).Assembly.GetManifestResourceStream("ExcusedFiles.txt") ?? throw new InvalidOperationException("ExcusedFiles.txt is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .Select(line => line.Split("  ", 2, StringSplitOptions.TrimEntries)).ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
