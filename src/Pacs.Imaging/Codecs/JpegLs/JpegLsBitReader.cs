using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Bits of a scan: after a byte of ones the next byte has seven (ISO 14495-1 §A.1). Ends before a marker.</summary>
/// <remarks>
/// <see cref="Cache"/> holds the next bits from the top, <see cref="Valid"/> says how many count; below them stand zeros or bits that will be read again.
/// The scan loop keeps both in locals and hands them back around calls.
/// </remarks>
internal ref struct JpegLsBitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    public ulong Cache;
    public int Valid;

    /// <summary>Where reading stands: never beyond the marker that ends the bits.</summary>
    public readonly int Position => _position;

    /// <summary>Fills up to 56 to 63 bits, or to the end of the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_position + 8 <= _data.Length)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(_data[_position..]);
            // A byte of ones among the eight (the usual trick for a zero byte, on the complement) goes the slow way.
            if (((~next - 0x0101_0101_0101_0101) & next & 0x8080_8080_8080_8080) == 0)
            {
                int bytes = (63 - Valid) >> 3;
                Cache |= next >> Valid;
                _position += bytes;
                Valid += bytes * 8;
                return;
            }
        }

        FillByBytes();
    }

    /// <summary>The next bits, at most 32.</summary>
    public int Read(int count)
    {
        if (count == 0) return 0;
        if (Valid < count) Fill();
        if (Valid < count) ThrowEnd();
        int bits = (int)(Cache >> (64 - count));
        Cache <<= count;
        Valid -= count;
        return bits;
    }

    /// <summary>A Golomb code (§A.5.3), whatever its length.</summary>
    /// <param name="k">Bits after the prefix.</param>
    /// <param name="longest">Zeros of the prefix that says: the value follows, less one.</param>
    /// <param name="errorBits">Bits of that value.</param>
    public int ReadCode(int k, int longest, int errorBits)
    {
        int zeros = 0;
        while (true)
        {
            Fill();
            if (Valid <= 0) ThrowEnd();
            int run = BitOperations.LeadingZeroCount(Cache);
            if (run < Valid)
            {
                zeros += run;
                Cache = Cache << run << 1;
                Valid -= run + 1;
                break;
            }

            zeros += Valid;
            Cache <<= Valid;
            Valid = 0;
            if (zeros > longest) break;
        }

        if (zeros < longest) return (zeros << k) | Read(k);
        return zeros == longest ? Read(errorBits) + 1 : throw new DicomImageException($"A JPEG-LS code begins with {zeros} zeros; at most {longest} are possible.", _position);
    }

    /// <summary>Drops what is left of the interval and passes its restart marker.</summary>
    /// <exception cref="DicomImageException">Another marker, or none.</exception>
    public void Restart(int number)
    {
        while (_position + 1 < _data.Length && !(_data[_position] == 0xFF && _data[_position + 1] >= 0x80)) _position++;
        while (_position + 1 < _data.Length && _data[_position + 1] == 0xFF) _position++; // fill bytes
        if (_position + 1 >= _data.Length || _data[_position + 1] != 0xD0 + number)
            throw new DicomImageException($"Restart marker {number} is missing.", _position);
        _position += 2;
        Cache = 0;
        Valid = 0;
    }

    [DoesNotReturn]
    private readonly void ThrowEnd() => throw new DicomImageException("The JPEG-LS scan ends before its last line.", _position);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FillByBytes()
    {
        while (Valid < 56 && _position < _data.Length)
        {
            byte next = _data[_position];
            if (next == 0xFF && (_position + 1 == _data.Length || _data[_position + 1] >= 0x80)) return;
            Cache |= (ulong)next << (56 - Valid);
            // The stuffed zero of the byte that follows will fall on the last one of this byte, and change nothing.
            Valid += next == 0xFF ? 7 : 8;
            _position++;
        }
    }
}
