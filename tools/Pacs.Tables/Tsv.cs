namespace Pacs.Tables;

/// <summary>Reads a tab-separated table whose first line names the columns.</summary>
internal static class Tsv
{
    public static IEnumerable<Func<string, string>> Read(string folder, string file)
    {
        using var lines = File.ReadLines(Path.Combine(folder, file)).GetEnumerator();
        if (!lines.MoveNext()) throw new InvalidDataException($"{file} is empty.");
        string[] header = lines.Current.Split('\t');
        while (lines.MoveNext())
        {
            string[] fields = lines.Current.Split('\t');
            if (fields.Length != header.Length) throw new InvalidDataException($"{file}: {header.Length} columns expected: {lines.Current}");
            yield return name => fields[Array.IndexOf(header, name) is >= 0 and var i ? i : throw new InvalidDataException($"{file} has no column {name}.")];
        }
    }
}
