using System.Runtime.InteropServices;

namespace Pacs.Archive;

/// <summary>The file system of the machine.</summary>
internal sealed class SystemFileLayer : IFileLayer
{
    // Deleting or moving a file that somebody reads must work on Windows as it does elsewhere.
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    public static SystemFileLayer Instance { get; } = new();

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public IReadOnlyList<string> ListFiles(string directory) =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(p => Path.GetFileName(p))] : [];

    public IReadOnlyList<string> ListDirectories(string directory) =>
        Directory.Exists(directory) ? [.. Directory.EnumerateDirectories(directory).Select(p => Path.GetFileName(p))] : [];

    public bool Exists(string path) => File.Exists(path);

    public IStoreFile Create(string path) => new SystemFile(File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, Shared));

    public IStoreFile Open(string path, bool writable) =>
        new SystemFile(File.OpenHandle(path, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read, Shared));

    public IDirectFile? TryOpenDirect(string path) => SystemDirectFile.TryOpen(path);

    public void Move(string from, string to) => File.Move(from, to);

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // gone with its folder
        }
    }

    public void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals names; there is no handle to flush without administrator rights
        int directory = NativeMethods.Open(path, 0);
        if (directory < 0) throw SystemFile.Failure("open", Marshal.GetLastPInvokeError());
        try
        {
            // On macOS this leaves the names in the drive's cache. The flush of the log record that acknowledges an object (F_FULLFSYNC) empties that cache.
            while (NativeMethods.FSync(directory) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == SystemFile.EINVAL) return; // a file system (of some networks) that keeps names durable by itself, and has no such call
                if (error != SystemFile.EINTR) throw SystemFile.Failure("fsync", error);
            }
        }
        finally
        {
            _ = NativeMethods.Close(directory);
        }
    }

    public IDisposable Lock(string path)
    {
        try
        {
            // FileShare.None is a share mode on Windows and an advisory flock elsewhere; both go when the process ends, however it ends.
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new BlobStoreException(BlobFault.InUse, $"The archive folder is in use by another process (lock file {path}).", e);
        }
    }
}
