using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>A file of metadata for each series: made of what is stored, and to be made again when it is lost. Nothing is flushed; a torn end is noticed by its checksum and cut off.</summary>
internal sealed class MetadataFiles
{
    private readonly string _folder;

    /// <param name="folder">Folder for the files, made when it is missing.</param>
    /// <param name="inlineLimit">What the texts depend on: files of another limit are not read.</param>
    public MetadataFiles(string folder, int inlineLimit)
    {
        // A format or a limit has a folder of its own, so that what is old is not mistaken.
        _folder = Path.Combine(folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"json-1-{inlineLimit}"));
        Directory.CreateDirectory(_folder);
    }

    /// <summary>The sequence number up to which changes of the archive are reflected; 0 when none.</summary>
    public long Bookmark
    {
        get => File.Exists(BookmarkPath) && long.TryParse(File.ReadAllText(BookmarkPath), out long sequence) ? sequence : 0;
        set
        {
            string temporary = BookmarkPath + ".tmp";
            File.WriteAllText(temporary, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            File.Move(temporary, BookmarkPath, overwrite: true);
        }
    }

    private string BookmarkPath => Path.Combine(_folder, "bookmark");

    /// <summary>What the file of a series holds; nothing when there is none.</summary>
    public async ValueTask LoadAsync(DicomUid study, DicomUid series, SeriesMetadata into, CancellationToken ct)
    {
        string path = PathOf(study, series);
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, ct).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return; // there is none, or it cannot be read: then it is made again
        }

        int whole = MetadataRecord.ReadAll(bytes, into);
        if (whole < bytes.Length) Truncate(path, whole);
    }

    /// <summary>Adds instances to the file of a series.</summary>
    public async ValueTask AppendAsync(DicomUid study, DicomUid series, IEnumerable<(DicomUid Instance, UInt128 Hash, HeaderJson Json)> instances, CancellationToken ct)
    {
        var records = new ArrayBufferWriter<byte>(64 * 1024);
        foreach ((DicomUid instance, UInt128 hash, HeaderJson json) in instances) MetadataRecord.Write(records, instance, hash, json);
        string path = PathOf(study, series);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await using (file.ConfigureAwait(false)) await file.WriteAsync(records.WrittenMemory, ct).ConfigureAwait(false);
    }

    /// <summary>Writes the file of a series anew, or deletes it when nothing is left.</summary>
    public async ValueTask ReplaceAsync(DicomUid study, DicomUid series, SeriesMetadata by, CancellationToken ct)
    {
        string path = PathOf(study, series);
        if (by.Count == 0)
        {
            if (File.Exists(path)) File.Delete(path);
            return;
        }

        var records = new ArrayBufferWriter<byte>(64 * 1024);
        foreach ((DicomUid instance, UInt128 hash, HeaderJson json) in by.All()) MetadataRecord.Write(records, instance, hash, json);
        await File.WriteAllBytesAsync(path + ".tmp", records.WrittenMemory, ct).ConfigureAwait(false);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    public bool Exists(DicomUid study, DicomUid series) => File.Exists(PathOf(study, series));

    // UIDs come from outside: a hash is a safe name on every file system.
    private string PathOf(DicomUid study, DicomUid series)
    {
        UInt128 hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes($"{study}/{series}".AsSpan()));
        string name = hash.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
        return Path.Combine(_folder, name[..2], name + ".meta");
    }

    private static void Truncate(string path, int length)
    {
        try
        {
            using FileStream file = File.OpenWrite(path);
            file.SetLength(length);
        }
        catch (IOException)
        {
            // The next reading stops at the same place.
        }
    }
}
