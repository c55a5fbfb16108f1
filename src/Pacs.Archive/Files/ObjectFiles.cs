using System.Globalization;

namespace Pacs.Archive;

/// <summary>
/// The files of objects that stand alone: whole Part 10 files, named by a number that is never used twice, a thousand to a folder.
/// A file is written as <c>incoming/N.dcm</c>; the log record that refers to it makes it an object; then it moves to its folder.
/// </summary>
/// <remarks>The move needs no flush: when a crash undoes it, recovery finds file and record and moves it again. A file without a record is a leftover.</remarks>
internal sealed class ObjectFiles(IFileLayer layer, string root)
{
    private const string Extension = ".dcm";
    private const int FolderBits = 10;
    private readonly string _incoming = Path.Combine(root, "incoming");
    private readonly string _objects = Path.Combine(root, "objects");
    private readonly Lock _gate = new();
    private long _next = 1;
    private readonly HashSet<string> _deletedFrom = [];
    private long _folderMade = -1;

    /// <summary>Every number given out is below this.</summary>
    public long Watermark => Volatile.Read(ref _next);

    /// <summary>Makes the folders; <paramref name="watermark"/> is what the log remembers.</summary>
    public void Open(long watermark)
    {
        layer.MakeFolder(_incoming);
        layer.MakeFolder(_objects);
        _next = Math.Max(1, watermark);
        foreach (long number in ListIncoming()) _next = Math.Max(_next, number + 1);
    }

    /// <summary>Makes a new file to write to.</summary>
    public (long Number, IStoreFile File) Create()
    {
        long number = Interlocked.Increment(ref _next) - 1;
        return (number, layer.Create(IncomingPath(number)));
    }

    /// <summary>Makes the name of a file that was written and flushed durable.</summary>
    public void FlushNames() => layer.FlushDirectory(_incoming);

    /// <summary>Moves a file that has become an object to its folder. Nothing depends on it but tidiness, so a failure is not one of the object.</summary>
    public bool TryPublish(long number)
    {
        try
        {
            lock (_gate)
            {
                long folder = number >> FolderBits;
                if (folder != _folderMade) MakeFolder(number);
                _folderMade = folder;
            }

            layer.Move(IncomingPath(number), FinalPath(number));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Opens a file for reading, wherever it is at the moment.</summary>
    /// <exception cref="FileNotFoundException">There is none with this number.</exception>
    public IStoreFile OpenRead(long number)
    {
        try
        {
            return layer.Open(FinalPath(number), writable: false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            try
            {
                return layer.Open(IncomingPath(number), writable: false);
            }
            catch (FileNotFoundException)
            {
                return layer.Open(FinalPath(number), writable: false); // moved between the two looks
            }
        }
    }

    /// <summary>Deletes a file, wherever it is; nothing happens when it is gone. Durable after <see cref="FlushDeletions"/>; until then the log must remember it.</summary>
    public void Delete(long number)
    {
        layer.Delete(IncomingPath(number));
        layer.Delete(FinalPath(number));
        lock (_gate)
        {
            _deletedFrom.Add(_incoming);
            _deletedFrom.Add(Path.GetDirectoryName(FinalPath(number))!);
        }
    }

    /// <summary>Makes deletions durable.</summary>
    public void FlushDeletions()
    {
        string[] folders;
        lock (_gate)
        {
            folders = [.. _deletedFrom];
            _deletedFrom.Clear();
        }

        try
        {
            foreach (string folder in folders)
                if (layer.DirectoryExists(folder)) layer.FlushDirectory(folder);
        }
        catch
        {
            lock (_gate) _deletedFrom.UnionWith(folders);
            throw;
        }
    }

    /// <summary>Numbers of the files that have not been moved: after a crash, leftovers and objects.</summary>
    public IReadOnlyList<long> ListIncoming() => [.. layer.ListFiles(_incoming).Select(ParseName).Where(n => n > 0).Order()];

    /// <summary>Numbers of all files that have been moved to their folder, folder by folder.</summary>
    public IEnumerable<long> ListPublished()
    {
        foreach (string upper in layer.ListDirectories(_objects).Order(StringComparer.Ordinal))
            foreach (string lower in layer.ListDirectories(Path.Combine(_objects, upper)).Order(StringComparer.Ordinal))
                foreach (string name in layer.ListFiles(Path.Combine(_objects, upper, lower)).Order(StringComparer.Ordinal))
                    if (ParseName(name) is > 0 and long number) yield return number;
    }

    private void MakeFolder(long number)
    {
        // The folders must be durable before a file moves in: a move that survives must not lead to a folder that does not.
        (string upper, string lower) = FolderNames(number);
        layer.MakeFolder(Path.Combine(_objects, upper, lower));
    }

    private string IncomingPath(long number) => Path.Combine(_incoming, Name(number));

    private string FinalPath(long number)
    {
        (string upper, string lower) = FolderNames(number);
        return Path.Combine(_objects, upper, lower, Name(number));
    }

    private static (string Upper, string Lower) FolderNames(long number) =>
        ((number >> 2 * FolderBits).ToString("x4", CultureInfo.InvariantCulture),
        ((number >> FolderBits) & ((1 << FolderBits) - 1)).ToString("x3", CultureInfo.InvariantCulture));

    private static string Name(long number) => number.ToString("x10", CultureInfo.InvariantCulture) + Extension;

    private static long ParseName(string name) =>
        name.EndsWith(Extension, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, name.Length - Extension.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long number)
            ? number : 0;
}
