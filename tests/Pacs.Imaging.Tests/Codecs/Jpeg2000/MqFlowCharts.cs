namespace Pacs.Imaging.Tests.Codecs;

/// <summary>The MQ decoder as the flow charts draw it, bit by bit (ISO/IEC 15444-1 Figures C.15 to C.20): the oracle of ours.</summary>
internal sealed class MqFlowCharts
{
    private readonly byte[] _bytes;
    private readonly uint[] _contexts = [.. MqTables.Initial];
    private int _at;
    private int _count;
    private uint _a = 0x8000;
    private uint _c;

    /// <param name="bytes">A codeword segment and FF FF.</param>
    public MqFlowCharts(byte[] bytes)
    {
        _bytes = bytes;
        _c = (uint)bytes[0] << 16;
        ByteIn();
        _c <<= 7;
        _count -= 7;
    }

    public uint Decode(int context)
    {
        uint row = _contexts[context], qe = row >> 16, mps = row & 1;
        _a -= qe;
        bool isLess;
        if (_c >> 16 < qe)
        {
            isLess = _a >= qe;
            _a = qe;
        }
        else
        {
            _c -= qe << 16;
            if ((_a & 0x8000) != 0) return mps;
            isLess = _a < qe;
        }

        _contexts[context] = MqTables.Rows[(isLess ? row >> 9 : row >> 1) & 0x7F];
        do
        {
            if (_count == 0) ByteIn();
            _a <<= 1;
            _c <<= 1;
            _count--;
        }
        while ((_a & 0x8000) == 0);

        return isLess ? 1 - mps : mps;
    }

    private void ByteIn()
    {
        if (_bytes[_at] != 0xFF)
        {
            _c += (uint)_bytes[++_at] << 8;
            _count = 8;
        }
        else if (_bytes[_at + 1] > 0x8F)
        {
            _c += 0xFF00;
            _count = 8;
        }
        else
        {
            _c += (uint)_bytes[++_at] << 9;
            _count = 7;
        }
    }
}
