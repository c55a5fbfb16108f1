using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The samples of a frame of one sample a pixel, as whole words: one-bit frames are unpacked into pooled memory, others are views.</summary>
internal readonly ref struct SampleBuffer
{
    private readonly byte[]? _rented;

    public SampleBuffer(PixelFrame frame)
    {
        PixelLayout layout = frame.Layout;
        if (!IsSupported(layout)) throw new DicomImageException($"Samples of {layout.BitsAllocated} bits allocated, format {layout.Format}, cannot be shown.");
        int count = checked((int)layout.PixelCount);
        Code = StoredCode.Of(layout);
        if (layout.Format == SampleFormat.Integer && layout.BitsAllocated == 1)
        {
            _rented = ArrayPool<byte>.Shared.Rent(count);
            Unpack(frame.Bytes, _rented.AsSpan(0, count));
            Bytes = _rented.AsSpan(0, count);
            WordSize = 1;
        }
        else
        {
            Bytes = frame.Bytes;
            WordSize = layout.BitsAllocated / 8;
        }

        Format = layout.Format;
        Count = count;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public int WordSize { get; }

    public int Count { get; }

    public StoredCode Code { get; }

    public SampleFormat Format { get; }

    /// <summary>Whether samples are integers of up to 16 bits, so that a table can answer for each.</summary>
    public bool IsNarrow => Format == SampleFormat.Integer && WordSize <= 2;

    public ReadOnlySpan<ushort> Words => MemoryMarshal.Cast<byte, ushort>(Bytes)[..Count];

    /// <summary>The stored value at an index, whatever the format.</summary>
    public double this[int index] => Format switch
    {
        SampleFormat.Float32 => MemoryMarshal.Cast<byte, float>(Bytes)[index],
        SampleFormat.Float64 => MemoryMarshal.Cast<byte, double>(Bytes)[index],
        _ => WordSize switch
        {
            1 => Code.ValueOf(Code.OfWord(Bytes[index])),
            2 => Code.ValueOf(Code.OfWord(Words[index])),
            4 => Code.ValueOf(Code.OfWord(MemoryMarshal.Cast<byte, uint>(Bytes)[index])),
            // 64-bit integers: whole words only.
            _ => Code.Flip != 0 ? MemoryMarshal.Cast<byte, long>(Bytes)[index] : MemoryMarshal.Cast<byte, ulong>(Bytes)[index],
        },
    };

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
    }

    private static bool IsSupported(PixelLayout layout) => layout.Format switch
    {
        SampleFormat.Float32 => layout.BitsAllocated == 32,
        SampleFormat.Float64 => layout.BitsAllocated == 64,
        _ => layout.BitsAllocated is 1 or 8 or 16 or 32 or 64,
    };

    // Least significant bit first (PS3.5 §8.1.1).
    internal static void Unpack(ReadOnlySpan<byte> packed, Span<byte> bits)
    {
        for (int i = 0; i < bits.Length; i++) bits[i] = (byte)((packed[i >> 3] >> (i & 7)) & 1);
    }
}
