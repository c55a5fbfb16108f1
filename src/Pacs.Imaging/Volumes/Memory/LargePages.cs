using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Asks for large pages of memory where a volume will lie: a slice at an angle touches a page of 4 KiB for every few pixels, and finding pages takes longer than reading them.</summary>
internal static partial class LargePages
{
    private const nuint Size = 2 << 20;
    private const int Wanted = 14;   // MADV_HUGEPAGE

    /// <summary>Asks. Where the system does not know them, or does not give any, nothing else changes.</summary>
    public static unsafe void Prefer(short[] voxels)
    {
        if (!OperatingSystem.IsLinux() || voxels.Length < (int)(4 * Size)) return;
        fixed (short* first = voxels)
        {
            nuint start = ((nuint)first + Size - 1) & ~(Size - 1), end = (nuint)(first + voxels.Length) & ~(Size - 1);
            try
            {
                if (end > start) _ = Advise((void*)start, end - start, Wanted);
            }
            catch (Exception none) when (none is DllNotFoundException or EntryPointNotFoundException)
            {
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Advise(void* start, nuint length, int advice);
}
