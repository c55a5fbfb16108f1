using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Reads the raw bits of bypassed passes: after a byte of FF the next has seven (ISO/IEC 15444-1 §D.6). Past the end there are ones.</summary>
internal ref struct RawBitReader(ReadOnlySpan<byte> bytes) : IBlockSymbols
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private uint _byte;
    private int _left;
    private int _position;

    /// <inheritdoc/>
    public uint Decode(nint context) => Read();

    /// <inheritdoc/>
    public uint DecodeSign(ulong here) => Read();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Read()
    {
        if (_left == 0)
        {
            _left = _byte == 0xFF ? 7 : 8;
            _byte = _position < _bytes.Length ? _bytes[_position++] : 0xFFu;
        }

        return (_byte >> --_left) & 1;
    }
}
