using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pacs.Archive;

/// <summary>Direct writes by <c>O_DIRECT</c> (Linux). Windows and macOS have their own ways, which nobody has measured here: there the cache stays between.</summary>
internal sealed class SystemDirectFile(SafeFileHandle handle) : IDirectFile
{
    private const int EINVAL = SystemFile.EINVAL;
    private const int EOPNOTSUPP = 95;

    // Of asm-generic/fcntl.h, and what x86 and ARM make of it; other processors have other numbers.
    private const int ReadWrite = 0x2;
    private const int CloseOnExec = 0x8_0000;
    private const int DirectX64 = 0x4000;
    private const int DirectArm64 = 0x1_0000;

    /// <summary>Opens an existing file for direct writes; null where system or file system have none (some that keep no files on a device, old tmpfs), or whatever else is in the way.</summary>
    public static IDirectFile? TryOpen(string path)
    {
        if (!OperatingSystem.IsLinux() || FlagOf(RuntimeInformation.ProcessArchitecture) is not { } direct) return null;
        int file = NativeMethods.Open(path, ReadWrite | CloseOnExec | direct);
        return file < 0 ? null : new SystemDirectFile(new SafeFileHandle(file, ownsHandle: true));
    }

    public bool TryWrite(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pages)
    {
        try
        {
            RandomAccess.Write(handle, pages, offset);
            return true;
        }
        catch (IOException e) when (e.HResult is EINVAL or EOPNOTSUPP)
        {
            return false; // a device with larger units than a page, or a file system that only says so now
        }
    }

    public void Dispose() => handle.Dispose();

    /// <summary>The value of <c>O_DIRECT</c>; null for processors whose value is not known here.</summary>
    internal static int? FlagOf(Architecture architecture) => architecture switch
    {
        Architecture.X64 => DirectX64,
        Architecture.Arm64 => DirectArm64,
        _ => null,
    };
}
