using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Core;

/// <summary>Numbers out of value bytes, by VR: binary ones, and IS and DS text. Malformed or out of the asked type's range: false, never an exception.</summary>
internal static class NumberReader
{
    /// <summary>Size in bytes of one number of a binary VR, or 0 when the VR holds no binary numbers.</summary>
    public static int NumberSize(DicomVR vr) => vr switch
    {
        DicomVR.US or DicomVR.SS or DicomVR.OW => 2,
        DicomVR.UL or DicomVR.SL or DicomVR.AT or DicomVR.FL or DicomVR.OL or DicomVR.OF => 4,
        DicomVR.UV or DicomVR.SV or DicomVR.FD or DicomVR.OV or DicomVR.OD => 8,
        DicomVR.OB => 1,
        _ => 0,
    };

    /// <summary>How many values the bytes hold, counting numbers or backslash-separated texts.</summary>
    public static int Count(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        if (bytes.IsEmpty) return 0;
        int size = NumberSize(vr);
        if (size > 0) return bytes.Length / size;
        return vr.IsMultiValuedText() ? bytes.Count((byte)'\\') + 1 : 1;
    }

    /// <summary>The number at <paramref name="index"/>.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> bytes, DicomVR vr, bool isBigEndian, int index, out T value)
        where T : struct, INumber<T>
    {
        value = default;
        if (index < 0) return false;
        int size = NumberSize(vr);
        if (size > 0) return (index + 1L) * size <= bytes.Length && TryBinary(bytes[(index * size)..], vr, isBigEndian, out value);
        if (vr is not (DicomVR.IS or DicomVR.DS)) return false;
        for (; index > 0; index--)
        {
            int end = bytes.IndexOf((byte)'\\');
            if (end < 0) return false;
            bytes = bytes[(end + 1)..];
        }

        int stop = bytes.IndexOf((byte)'\\');
        return TryText(stop < 0 ? bytes : bytes[..stop], out value);
    }

    /// <summary>All numbers in order; empty when there are none or one of them is not of type <typeparamref name="T"/>: positions have a meaning, so that none is left out.</summary>
    public static T[] ReadAll<T>(ReadOnlySpan<byte> bytes, DicomVR vr, bool isBigEndian)
        where T : struct, INumber<T>
    {
        int size = NumberSize(vr);
        if (bytes.IsEmpty || (size == 0 && vr is not (DicomVR.IS or DicomVR.DS))) return [];
        T[] values = new T[Count(bytes, vr)];
        if (size > 0 && IsStoredAs<T>(vr))
        {
            Span<byte> destination = MemoryMarshal.AsBytes(values.AsSpan());
            bytes[..destination.Length].CopyTo(destination);
            if (isBigEndian) ByteOrder.Swap(destination, size);
            return values;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (size > 0)
            {
                if (!TryBinary(bytes[(i * size)..], vr, isBigEndian, out values[i])) return [];
                continue;
            }

            int stop = bytes.IndexOf((byte)'\\');
            if (!TryText(stop < 0 ? bytes : bytes[..stop], out values[i])) return [];
            bytes = bytes[(stop + 1)..];
        }

        return values;
    }

    /// <summary>The binary number at <paramref name="index"/>, written invariantly; null for VRs of text.</summary>
    public static string? TextOf(ReadOnlySpan<byte> bytes, DicomVR vr, bool isBigEndian, int index) => vr switch
    {
        DicomVR.FL or DicomVR.OF => TryRead(bytes, vr, isBigEndian, index, out float value) ? value.ToString("R", CultureInfo.InvariantCulture) : null,
        DicomVR.FD or DicomVR.OD => TryRead(bytes, vr, isBigEndian, index, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : null,
        DicomVR.AT => TryRead(bytes, vr, isBigEndian, index, out uint tag) ? new DicomTag(tag).ToString() : null,
        DicomVR.UV or DicomVR.OV => TryRead(bytes, vr, isBigEndian, index, out ulong value) ? value.ToString(CultureInfo.InvariantCulture) : null,
        _ => TryRead(bytes, vr, isBigEndian, index, out long value) ? value.ToString(CultureInfo.InvariantCulture) : null,
    };

    /// <summary>Without the padding that PS3.5 §6.2 allows at the end (space, NULL) and in front (space).</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.TrimEnd(" \0"u8).TrimStart((byte)' ');

    /// <summary>Reads one value of IS or DS. An integer may be written as a decimal without a fraction, since that is what writers do.</summary>
    public static bool TryText<T>(ReadOnlySpan<byte> text, out T value)
        where T : struct, INumber<T>
    {
        text = Trim(text);
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return T.IsFinite(value);
        return IsInteger<T>() && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && TryConvert(real, out value);
    }

    private static bool TryBinary<T>(ReadOnlySpan<byte> at, DicomVR vr, bool isBigEndian, out T value)
        where T : struct, INumber<T>
    {
        switch (vr)
        {
            case DicomVR.OB: return TryConvert(at[0], out value);
            case DicomVR.US or DicomVR.OW: return TryConvert(isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at), out value);
            case DicomVR.SS: return TryConvert(isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at), out value);
            case DicomVR.UL or DicomVR.OL: return TryConvert(ElementScanner.ReadUInt32(at, isBigEndian), out value);
            case DicomVR.SL: return TryConvert((int)ElementScanner.ReadUInt32(at, isBigEndian), out value);
            case DicomVR.AT: return TryConvert(ElementScanner.ReadTag(at, isBigEndian).Value, out value);
            case DicomVR.SV: return TryConvert(isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at), out value);
            case DicomVR.UV or DicomVR.OV: return TryConvert(isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at), out value);
            case DicomVR.FL or DicomVR.OF: return TryConvert(isBigEndian ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at), out value);
            default: return TryConvert(isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at), out value);
        }
    }

    /// <summary>Integers convert when the value is the same; to floating point and decimal the nearest is taken, unless it is out of range.</summary>
    private static bool TryConvert<TFrom, T>(TFrom from, out T value)
        where TFrom : struct, INumber<TFrom>
        where T : struct, INumber<T>
    {
        value = T.CreateSaturating(from);
        if (IsInteger<T>()) return TFrom.CreateSaturating(value) == from;
        if (typeof(T) == typeof(decimal)) return TFrom.IsFinite(from) && double.Abs(double.CreateSaturating(from)) < 7.9e28;
        return T.IsFinite(value) || !TFrom.IsFinite(from);
    }

    private static bool IsInteger<T>() => typeof(T) != typeof(double) && typeof(T) != typeof(float) && typeof(T) != typeof(decimal);

    /// <summary>Whether the type's memory is the VR's, on a little endian machine.</summary>
    private static bool IsStoredAs<T>(DicomVR vr) => BitConverter.IsLittleEndian && vr switch
    {
        DicomVR.OB => typeof(T) == typeof(byte),
        DicomVR.US or DicomVR.OW => typeof(T) == typeof(ushort),
        DicomVR.SS => typeof(T) == typeof(short),
        DicomVR.UL or DicomVR.OL => typeof(T) == typeof(uint),
        DicomVR.SL => typeof(T) == typeof(int),
        DicomVR.UV or DicomVR.OV => typeof(T) == typeof(ulong),
        DicomVR.SV => typeof(T) == typeof(long),
        DicomVR.FL or DicomVR.OF => typeof(T) == typeof(float),
        DicomVR.FD or DicomVR.OD => typeof(T) == typeof(double),
        _ => false,
    };
}
