namespace Pacs.Core;

/// <summary>Hashes of the generated tables. The generator compiles the same file.</summary>
internal static class TableHash
{
    /// <summary>First slot of a tag in a table of <paramref name="slots"/> (a power of two); the next ones follow, around the end.</summary>
    public static int OfTag(uint tag, uint multiplier, int slots) => (int)((tag * multiplier) >> (32 - System.Numerics.BitOperations.Log2((uint)slots)));

    /// <summary>A hash of ASCII text: its length and every byte (FNV-1a), for keywords.</summary>
    public static uint OfText(ReadOnlySpan<byte> text)
    {
        uint hash = 2166136261;
        foreach (byte b in text) hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }

    /// <summary>A hash of a registered UID: its length and last eight bytes, which tell nearly all of them apart.</summary>
    /// <param name="uid">At least eight bytes.</param>
    public static uint OfUid(ReadOnlySpan<byte> uid)
    {
        ulong tail = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(uid[^8..]) + (ulong)uid.Length;
        return (uint)((tail * 0x9E37_79B9_7F4A_7C15) >> 40);
    }
}
