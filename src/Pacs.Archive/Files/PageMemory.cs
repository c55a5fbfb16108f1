using System.Runtime.InteropServices;

namespace Pacs.Archive;

/// <summary>Memory that begins at a page, as writing past the system's cache asks for.</summary>
internal static class PageMemory
{
    /// <summary>The largest unit that a device asks for in use today, in bytes.</summary>
    public const int PageLength = 4096;

    /// <summary>Pinned memory with arbitrary content, for the collector to free.</summary>
    public static Memory<byte> Allocate(int length)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(length + PageLength, pinned: true);
        int past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (PageLength - 1));
        return MemoryMarshal.CreateFromPinnedArray(array, PageLength - past, length);
    }
}
