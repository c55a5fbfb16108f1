namespace Pacs.Core;

/// <summary>Names for new files of a file-set (<c>PT000001\ST000001\SE000001\IM000001</c>), and their deletion.</summary>
internal sealed class FileSetNames(string folder)
{
    private static readonly string[] Prefixes = ["PT", "ST", "SE"];

    /// <summary>A file ID that no file has yet.</summary>
    /// <param name="numbers">Numbers of patient, study and series; empty for instances that belong to none.</param>
    /// <param name="first">The number to try first; taken ones are passed over.</param>
    public DicomFileId Next(IReadOnlyList<int> numbers, int first)
    {
        string above = string.Concat(numbers.Select(static (number, level) => Name(Prefixes[level], number) + "\\"));
        for (int number = first; ; number++)
        {
            var id = new DicomFileId(above + Name(numbers.Count == 0 ? "OB" : "IM", number));
            if (!Path.Exists(PathOf(id))) return id;
        }
    }

    /// <summary>The path of a file ID of <see cref="Next"/>, to the letter.</summary>
    public string PathOf(DicomFileId id) => Path.Combine(folder, id.Value.Replace('\\', Path.DirectorySeparatorChar));

    /// <summary>Deletes a file, and the folders that it leaves empty.</summary>
    public void Delete(string path)
    {
        File.Delete(path);
        for (string? at = Path.GetDirectoryName(path); at is not null && at.Length > folder.Length && Directory.Exists(at) && !Directory.EnumerateFileSystemEntries(at).Any(); at = Path.GetDirectoryName(at))
            Directory.Delete(at);
    }

    // Six digits of base 36, 2 billion files (PS3.10 §8.5 allows no more characters).
    private static string Name(string prefix, int number)
    {
        Span<char> digits = stackalloc char[6];
        for (int i = digits.Length - 1; i >= 0; i--, number /= 36) digits[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 36];
        return $"{prefix}{digits}";
    }
}
