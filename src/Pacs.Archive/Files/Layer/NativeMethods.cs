using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pacs.Archive;

/// <summary>The few system calls that the framework does not offer.</summary>
internal static partial class NativeMethods
{
    /// <summary>Flushes data and only that metadata which reading it back needs (Linux).</summary>
    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int FDataSync(SafeFileHandle file);

    /// <summary>Flushes a directory (Linux, macOS).</summary>
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Close(int file);

    /// <summary>Takes blocks and extends the file (Linux). 64-bit only: <c>off_t</c> is a long there.</summary>
    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int PosixFallocate(SafeFileHandle file, nint offset, nint length);
}
