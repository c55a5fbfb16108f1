namespace Pacs.Imaging;

/// <summary>Writes the codes of HT cleanup passes, which are read backward from the end of the segment (ISO/IEC 15444-15 §7.1.3). Bytes stand here in the order of reading.</summary>
internal struct HtVlcEncoder
{
    private readonly byte[] _bytes;
    private ulong _pending;
    private int _count;
    private uint _last;

    /// <summary>Starts a stream: its first 12 bits are kept for the length of the part that MEL and VLC share.</summary>
    public HtVlcEncoder(byte[] bytes)
    {
        _bytes = bytes;
        bytes[0] = 0xFF;
        (_pending, _count, _last, Length) = (0xF, 4, 0xFF, 1);
    }

    public int Length { get; private set; }

    /// <summary>Writes a code of at most 32 bits, its first bit lowest.</summary>
    public void Write(uint code, int length)
    {
        _pending |= (ulong)code << _count;
        _count += length;
        while (_count >= 8) NextByte();
    }

    public void Finish()
    {
        if (_count == 0) return;
        _bytes[Length++] = (byte)_pending;
    }

    private void NextByte()
    {
        uint next = (uint)_pending & 0xFF;
        int taken = 8;
        // Behind a byte above 8F, seven ones are a byte of their own, so that no marker appears.
        if (_last > 0x8F && (next & 0x7F) == 0x7F) (next, taken) = (0x7F, 7);
        _bytes[Length++] = (byte)next;
        _pending >>= taken;
        _count -= taken;
        _last = next;
    }
}
