using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Follows a data set from element to element, without keeping any, to tell whether it was cut short.</summary>
/// <remarks>
/// It looks at headers only and jumps over values; of nesting it need only know the depth, since every undefined length ends with a delimiter (PS3.5 §7.5).
/// Where it meets what it cannot follow (a VR that is none, UN of undefined length, deflated data) it stops looking:
/// a data set is only called short when it certainly is.
/// </remarks>
internal struct EndWatch(TransferSyntax syntax)
{
    private const uint Undefined = uint.MaxValue;
    private const ushort DelimiterGroup = 0xFFFE;
    private const ushort Item = 0xE000;
    private readonly bool _isExplicit = syntax.IsExplicitVR;
    private readonly bool _isBigEndian = syntax.IsBigEndian;
    private HeaderBytes _bytes;
    private int _have;
    private long _skip;
    private int _depth;
    private bool _gaveUp = syntax.IsDeflated;

    /// <summary>Bytes that are certainly missing at the present end; 0 when it may be a good end.</summary>
    public readonly long MissingBytes => _gaveUp ? 0 : _skip > 0 ? _skip : _depth > 0 ? 8 - _have % 8 : 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_gaveUp)
        {
            if (_skip > 0)
            {
                int step = (int)Math.Min(_skip, bytes.Length);
                _skip -= step;
                bytes = bytes[step..];
                continue;
            }

            int take = Math.Min(HeaderLength() - _have, bytes.Length);
            bytes[..take].CopyTo(((Span<byte>)_bytes)[_have..]);
            _have += take;
            bytes = bytes[take..];
            if (_have == HeaderLength()) Follow();
        }
    }

    // Eight bytes, or twelve where an explicit VR has a long length (PS3.5 §7.1.2). Items and delimiters have no VR.
    private readonly int HeaderLength() => _have >= 8 && HasVR() && IsLetters() && !VR().HasShortLength() ? 12 : 8;

    private void Follow()
    {
        ReadOnlySpan<byte> b = _bytes;
        ushort group = U16(b), element = U16(b[2..]);
        int have = _have;
        _have = 0;
        if (group == DelimiterGroup)
        {
            uint itemLength = U32(b[4..]);
            if (element != Item) _depth--;
            else if (itemLength == Undefined) _depth++;
            else _skip = itemLength;
            _gaveUp = _depth < 0;
            return;
        }

        if (HasVR() && !IsLetters())
        {
            _gaveUp = true;
            return;
        }

        uint length = !HasVR() ? U32(b[4..]) : have == 12 ? U32(b[8..]) : U16(b[6..]);
        if (length != Undefined) _skip = length;
        else if (HasVR() && VR() == DicomVR.UN) _gaveUp = true; // its items are implicit VR (PS3.5 §6.2.2)
        else _depth++;
    }

    private readonly bool HasVR() => _isExplicit && U16(_bytes) != DelimiterGroup;

    private readonly DicomVR VR() => (DicomVR)BinaryPrimitives.ReadUInt16LittleEndian(((ReadOnlySpan<byte>)_bytes)[4..]);

    private readonly bool IsLetters() => _bytes[4] is >= (byte)'A' and <= (byte)'Z' && _bytes[5] is >= (byte)'A' and <= (byte)'Z';

    private readonly ushort U16(ReadOnlySpan<byte> b) => _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(b) : BinaryPrimitives.ReadUInt16LittleEndian(b);

    private readonly uint U32(ReadOnlySpan<byte> b) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(b) : BinaryPrimitives.ReadUInt32LittleEndian(b);

    [InlineArray(12)]
    private struct HeaderBytes
    {
        private byte _first;
    }
}
