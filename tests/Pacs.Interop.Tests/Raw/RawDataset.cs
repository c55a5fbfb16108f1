using System.Buffers.Binary;
using System.Text;

namespace Pacs.Interop.Tests.Raw;

/// <summary>A flat data set in implicit or explicit VR little endian, as far as identifiers and synthetic objects need it.</summary>
internal sealed class RawDataset
{
    private readonly MemoryStream _bytes = new();

    /// <summary>Implicit VR.</summary>
    public RawDataset Add(uint tag, ReadOnlySpan<byte> value)
    {
        Tag(tag);
        Write32((uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Implicit VR, text padded to an even length: with NULL where it looks like a UID, else with a space.</summary>
    public RawDataset Add(uint tag, string value) => Add(tag, Padded(value));

    /// <summary>Explicit VR, text.</summary>
    public RawDataset Add(uint tag, string vr, string value) => Add(tag, vr, Padded(value));

    /// <summary>Explicit VR; OB, OW, UN and SQ have a 32-bit length (PS3.5 §7.1.2).</summary>
    public RawDataset Add(uint tag, string vr, ReadOnlySpan<byte> value)
    {
        AddHeader(tag, vr, (uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Explicit VR: the header alone; the value follows from elsewhere.</summary>
    public RawDataset AddHeader(uint tag, string vr, uint length)
    {
        Tag(tag);
        _bytes.Write(Encoding.ASCII.GetBytes(vr));
        if (vr is "OB" or "OW" or "UN" or "SQ")
        {
            Write16(0);
            Write32(length);
        }
        else
        {
            Write16((ushort)length);
        }
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>The values of an implicit VR little endian data set by tag, sequences left out: what query responses are read with.</summary>
    public static Dictionary<uint, string> ReadImplicit(ReadOnlySpan<byte> bytes)
    {
        var values = new Dictionary<uint, string>();
        while (bytes.Length >= 8)
        {
            var tag = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (length > bytes.Length - 8)
                break;
            values[tag] = Encoding.Latin1.GetString(bytes.Slice(8, (int)length)).TrimEnd('\0', ' ');
            bytes = bytes[(8 + (int)length)..];
        }
        return values;
    }

    private static byte[] Padded(string value)
    {
        if (value.Length % 2 == 0)
            return Encoding.Latin1.GetBytes(value);
        return Encoding.Latin1.GetBytes(value + (value.Contains('.', StringComparison.Ordinal) && value.All(c => char.IsAsciiDigit(c) || c is '.' or '\\') ? "\0" : " "));
    }

    private void Tag(uint tag)
    {
        Write16((ushort)(tag >> 16));
        Write16((ushort)tag);
    }

    private void Write16(ushort value) => _bytes.Write([(byte)value, (byte)(value >> 8)]);

    private void Write32(uint value) => _bytes.Write([(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)]);
}
