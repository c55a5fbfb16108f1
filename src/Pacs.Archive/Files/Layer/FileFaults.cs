namespace Pacs.Archive;

/// <summary>Turns failures of the file system into those of a blob store.</summary>
internal static class FileFaults
{
    private const int ErrorDiskFull = unchecked((int)0x80070070); // ERROR_DISK_FULL
    private const int ErrorHandleDiskFull = unchecked((int)0x80070027); // ERROR_HANDLE_DISK_FULL
    internal const int ENOSPC = 28; // Linux and macOS
    private const int EDQUOTLinux = 122;
    private const int EDQUOTMac = 69;
    private const int EFBIG = 27;

    /// <summary>Whether the device or the quota is full.</summary>
    public static bool IsNoSpace(this IOException e) =>
        e.HResult is ErrorDiskFull or ErrorHandleDiskFull or ENOSPC or EFBIG
        || (OperatingSystem.IsLinux() && e.HResult == EDQUOTLinux)
        || (OperatingSystem.IsMacOS() && e.HResult == EDQUOTMac);

    /// <summary>The exception to throw for a failed call. <paramref name="what"/> names the activity, never a patient.</summary>
    public static BlobStoreException ToStoreException(this IOException e, string what) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(BlobFault.Missing, $"{what}: the file is gone.", e),
        _ when e.IsNoSpace() => new(BlobFault.NoSpace, $"{what}: no space left on the device.", e),
        _ => new(BlobFault.Device, $"{what}: {e.Message}", e),
    };
}
