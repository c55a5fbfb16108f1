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

    /// <summary>Exponents of the run lengths (Table 2).</summary>
    public static ReadOnlySpan<byte> Exponents => [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5];

    /// <summary>
    /// The next run, as a number that its user lowers by 2 for each symbol: -1 then is the one that ends it, any other number a zero, and a negative
    /// one asks for the next run.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int NextRun()
    {
        int exponent = Exponents[_state];
        if (ReadBit() != 0)
        {
            _state = Math.Min(_state + 1, 12);
            return 2 * ((1 << exponent) - 1);
        }

        int run = 0;
        for (; exponent > 0; exponent--) run = (run << 1) | ReadBit();
        _state = Math.Max(_state - 1, 0);
        return (2 * run) + 1;
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
