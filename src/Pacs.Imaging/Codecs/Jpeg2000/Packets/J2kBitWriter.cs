namespace Pacs.Imaging;

/// <summary>Writes the bits of packet headers: after a byte of FF the next has seven (ISO/IEC 15444-1 §B.10.1).</summary>
internal sealed class J2kBitWriter
{
    private readonly List<byte> _bytes = [];
    private int _byte;
    private int _left = 8;

    public void Write(int bit)
    {
        _byte = (_byte << 1) | bit;
        if (--_left > 0) return;
        _bytes.Add((byte)_byte);
        _left = _byte == 0xFF ? 7 : 8;
        _byte = 0;
    }

    public void Write(int value, int count)
    {
        while (--count >= 0) Write((value >> count) & 1);
    }

    /// <summary>Writes a number of coding passes (Table B.4): 1 to 164.</summary>
    public void WritePasses(int passes)
    {
        if (passes == 1) Write(0);
        else if (passes == 2) Write(0b10, 2);
        else if (passes <= 5) Write(0b1100 | (passes - 3), 4);
        else if (passes <= 36) Write(0b1111_00000 | (passes - 6), 9);
        else Write((0b1_1111_1111 << 7) | (passes - 37), 16);
    }

    /// <summary>Ends the header and gives its bytes; begins anew.</summary>
    public byte[] Finish()
    {
        // The last byte must not be FF: seven padding bits follow one (§B.10.1).
        int full = _bytes.Count > 0 && _bytes[^1] == 0xFF ? 7 : 8;
        if (_left != full || full == 7) _bytes.Add((byte)(_byte << _left));
        byte[] header = [.. _bytes];
        _bytes.Clear();
        (_byte, _left) = (0, 8);
        return header;
    }
}
