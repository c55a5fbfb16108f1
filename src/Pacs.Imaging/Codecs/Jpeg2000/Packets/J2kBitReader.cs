namespace Pacs.Imaging;

/// <summary>Reads the bits of packet headers: after a byte of FF the next has seven (ISO/IEC 15444-1 §B.10.1). Past the end there are zeros, and <see cref="IsPastEnd"/>.</summary>
internal ref struct J2kBitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private uint _byte;
    private int _left;

    /// <summary>Bytes taken, the begun one included.</summary>
    public int Position { get; private set; }

    public bool IsPastEnd { get; private set; }

    public int Read()
    {
        if (_left == 0) NextByte();
        return (int)(_byte >> --_left) & 1;
    }

    public int Read(int count)
    {
        int value = 0;
        for (; count > 0; count--) value = (value << 1) | Read();
        return value;
    }

    /// <summary>The number of coding passes (Table B.4): 1 to 164.</summary>
    public int ReadPasses()
    {
        if (Read() == 0) return 1;
        if (Read() == 0) return 2;
        int value = Read(2);
        if (value < 3) return 3 + value;
        value = Read(5);
        if (value < 31) return 6 + value;
        return 37 + Read(7);
    }

    /// <summary>Ends the header: what is left of its last byte is padding, and an FF has a whole byte of it behind.</summary>
    public void Align()
    {
        if (_byte == 0xFF) NextByte();
        _left = 0;
    }

    private void NextByte()
    {
        _left = _byte == 0xFF ? 7 : 8;
        if (Position < _bytes.Length) _byte = _bytes[Position++];
        else (_byte, IsPastEnd) = (0, true);
    }

}
