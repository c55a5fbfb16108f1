using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The adaptive run-length decoder of HT cleanup passes: runs of quads of no significance (ISO/IEC 15444-15 §7.3.3).</summary>
internal ref struct HtMel(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;
    private uint _byte;
    private int _left;
    private int _state;
    private int _zeros;
    private bool _endsInOne;

    /// <summary>Exponents of the run lengths (Table 2).</summary>
    public static ReadOnlySpan<byte> Exponents => [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5];

    /// <summary>The next symbol.</summary>
    public bool Next()
    {
        if (_zeros == 0 && !_endsInOne) ReadRun();
        if (_zeros > 0)
        {
            _zeros--;
            return false;
        }

        _endsInOne = false;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadRun()
    {
        int exponent = Exponents[_state];
        if (ReadBit() != 0)
        {
            _zeros = 1 << exponent;
            _state = Math.Min(_state + 1, 12);
            return;
        }

        int run = 0;
        for (; exponent > 0; exponent--) run = (run << 1) | ReadBit();
        (_zeros, _endsInOne) = (run, true);
        _state = Math.Max(_state - 1, 0);
    }

    private int ReadBit()
    {
        if (_left == 0)
        {
            _left = _byte == 0xFF ? 7 : 8;
            _byte = _position < _bytes.Length ? _bytes[_position++] : 0xFFu;
        }

        return (int)(_byte >> --_left) & 1;
    }
}
