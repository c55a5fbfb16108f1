using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Writes the bits of a scan; after a byte of ones the next byte has seven (ISO 14495-1 §A.1).</summary>
internal ref struct JpegLsBitWriter(IBufferWriter<byte> output)
{
    private Span<byte> _space;
    private int _written;
    private ulong _bits;
    private int _count;
    private bool _isAfterOnes;

    /// <summary>Makes room for so many bits, and hands over what was written.</summary>
    public void Reserve(int bits)
    {
        output.Advance(_written);
        _written = 0;
        _space = output.GetSpan(bits / 7 + 16);
    }

    /// <summary>Writes the low bits of a number, at most 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(uint bits, int count)
    {
        _bits = _bits << count | bits;
        _count += count;
        if (_count >= 32) Flush();
    }

    /// <summary>Ends the scan: zeros up to a whole byte, and no byte of ones at the end, which would be taken for a marker.</summary>
    public void Complete()
    {
        while (_count > 0)
        {
            int wanted = _isAfterOnes ? 7 : 8;
            if (_count < wanted)
            {
                _bits <<= wanted - _count;
                _count = wanted;
            }

            Put();
        }

        if (_isAfterOnes) _space[_written++] = 0;
        output.Advance(_written);
        _written = 0;
    }

    private void Flush()
    {
        uint next = (uint)(_bits >> (_count - 32));
        if (!_isAfterOnes && ((~next - 0x0101_0101) & next & 0x8080_8080) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_space[_written..], next);
            _written += 4;
            _count -= 32;
            return;
        }

        while (_count >= 8) Put();
    }

    private void Put()
    {
        _count -= _isAfterOnes ? 7 : 8;
        byte next = (byte)(_bits >> _count & (_isAfterOnes ? 0x7Fu : 0xFFu));
        _space[_written++] = next;
        _isAfterOnes = next == 0xFF;
    }
}
