using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Writes magnitudes and signs of HT cleanup passes: lowest bit first, seven bits behind a byte of FF (ISO/IEC 15444-15 §7.1.2).</summary>
internal struct HtMagSgnWriter(byte[] bytes)
{
    private ulong _pending;
    private int _count;
    private bool _isStuffed;

    public int Length { get; private set; }

    /// <summary>Writes up to 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(uint value, int length)
    {
        _pending |= (ulong)value << _count;
        _count += length;
        if (_count >= 32) Drain();
    }

    /// <summary>Ends the stream: the last byte is filled with ones, and one of FF left out, since a reader finds ones behind the end.</summary>
    public void Finish()
    {
        Drain();
        if (_count > 0)
        {
            int full = _isStuffed ? 7 : 8;
            uint last = (uint)(_pending | (~0UL << _count)) & ((1u << full) - 1);
            if (last != 0xFF) bytes[Length++] = (byte)last;
        }
        else if (_isStuffed) Length--;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Drain()
    {
        while (_count >= 8 || (_isStuffed && _count >= 7))
        {
            int taken = _isStuffed ? 7 : 8;
            uint next = (uint)_pending & ((1u << taken) - 1);
            bytes[Length++] = (byte)next;
            _pending >>= taken;
            _count -= taken;
            _isStuffed = next == 0xFF;
        }
    }
}
