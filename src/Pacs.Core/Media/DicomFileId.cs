using System.Diagnostics.CodeAnalysis;

namespace Pacs.Core;

/// <summary>Where a file stands in a file-set: the components of Referenced File ID (0004,1500), folders first (PS3.10 §8.2).</summary>
/// <remarks>Holds what it was given, valid or not: data is tolerated. <see cref="IsValid"/> tells.</remarks>
public readonly struct DicomFileId : IEquatable<DicomFileId>
{
    private readonly string? _value;

    /// <summary>Makes a file ID of text whose components are separated by backslashes.</summary>
    public DicomFileId(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>The components, separated by backslashes.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>The components, folders first.</summary>
    public IReadOnlyList<string> Components => Value.Length == 0 ? [] : Value.Split('\\');

    /// <summary>Whether it has 1 to 8 components, each of 1 to 8 characters A to Z, 0 to 9 and underscore (PS3.10 §8.2, §8.5).</summary>
    public bool IsValid => Components is { Count: >= 1 and <= 8 } components && components.All(static component =>
        component.Length is >= 1 and <= 8 && component.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'));

    /// <summary>The file ID of a path below a file-set's folder, or false when the path is not below it or has names that the standard does not allow.</summary>
    public static bool TryFromPath(string folder, string path, out DicomFileId id)
    {
        string relative = Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(path));
        id = new DicomFileId(relative.Replace(Path.DirectorySeparatorChar, '\\'));
        return !Path.IsPathRooted(relative) && id.IsValid;
    }

    /// <summary>The path of the file below <paramref name="folder"/>, whether it exists or not; null when a component could lead out of the folder.</summary>
    /// <remarks>Where there is no file of exactly that name, one is looked for whose name differs in case, in a dot at its end or in a version number, as media are mounted (ISO 9660).</remarks>
    public string? ToPath(string folder)
    {
        string path = Path.GetFullPath(folder);
        IReadOnlyList<string> components = Components;
        if (components.Count == 0) return null;
        foreach (string component in components)
        {
            if (component.Trim() is not { Length: > 0 } name || name is "." or ".." || name.AsSpan().IndexOfAny("/:\0") >= 0 || Path.IsPathRooted(name)) return null;
            path = Resolve(path, name);
        }

        return path;
    }

    /// <inheritdoc/>
    public bool Equals(DicomFileId other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is DicomFileId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The components, separated by backslashes.</summary>
    public override string ToString() => Value;

    /// <summary>Same text.</summary>
    public static bool operator ==(DicomFileId left, DicomFileId right) => left.Equals(right);

    /// <summary>Different text.</summary>
    public static bool operator !=(DicomFileId left, DicomFileId right) => !left.Equals(right);

    private static string Resolve(string folder, string name)
    {
        string exact = Path.Combine(folder, name);
        if (Path.Exists(exact) || !Directory.Exists(folder)) return exact;
        return Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(entry =>
        {
            ReadOnlySpan<char> found = Path.GetFileName(entry.AsSpan());
            if (found.IndexOf(';') is > 0 and int version) found = found[..version];
            return found.TrimEnd('.').Equals(name, StringComparison.OrdinalIgnoreCase);
        }) ?? exact;
    }
}
