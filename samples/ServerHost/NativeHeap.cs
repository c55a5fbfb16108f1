using System.Runtime.InteropServices;

namespace Pacs.ServerHost;

/// <summary>Keeps what the process holds beside the collector's heap small.</summary>
internal static partial class NativeHeap
{
    private const int MaxArenas = -8; // M_ARENA_MAX of malloc.h

    /// <summary>
    /// Lets all threads share two arenas of the C library, where it is glibc. By default each thread that asks for memory gets one of its own: half a
    /// megabyte for each association, though hardly anything there is asked for.
    /// </summary>
    public static void ShareArenas()
    {
        try
        {
            if (OperatingSystem.IsLinux()) _ = SetOption(MaxArenas, 2);
        }
        catch (Exception none) when (none is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, which has no arenas.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
