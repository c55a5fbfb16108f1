using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The next bits of entropy coded data, a word at a time. Copy it to a local for a block and back: the fields then live in registers.</summary>
/// <param name="data">Bytes without stuffing; read as far as the array goes, so whoever uses it looks at <see cref="Consumed"/> from time to time.</param>
internal struct JpegBits(byte[] data)
{
    private readonly byte[] _data = data;
    private int _position;
    private int _count;
    private ulong _bits;

    /// <summary>The next bits, from the top; at least 32 after <see cref="Fill"/>.</summary>
    public readonly ulong Next => _bits;

    /// <summary>Bits used so far.</summary>
    public readonly long Consumed => (8L * _position) - _count;

    /// <summary>Sees to it that at least 32 bits are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_count < 32) Load();
    }

    /// <summary>Goes past bits, as many as <see cref="Fill"/> promised at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    /// <summary>Reads 0 to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int count)
    {
        Fill();
        int value = (int)(_bits >> 1 >> (63 - count));
        Skip(count);
        return value;
    }

    // Ors the next 8 bytes below the bits that are there and counts the whole bytes among them; what hangs over is ored again, unchanged, next time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Load()
    {
        if ((uint)_position > (uint)(_data.Length - 8)) ThrowTruncated();
        _bits |= BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_data), _position))) >> _count;
        _position += (63 - _count) >> 3;
        _count |= 56;
    }

    internal static void ThrowTruncated() => throw new DicomImageException("The entropy coded data ends before its samples do.");
}
