using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Core;

/// <summary>Numbers into value bytes or text, by VR. What the VR cannot hold is refused: output is strict.</summary>
internal static class NumberWriter
{
    private const int MaxDecimalString = 16; // PS3.5 §6.2, DS

    /// <summary>The numbers as little endian bytes of a binary VR, or as the text of another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is none the VR can hold.</exception>
    public static object Write<T>(DicomTag tag, DicomVR vr, ReadOnlySpan<T> values)
        where T : struct, INumber<T>
    {
        switch (vr)
        {
            case DicomVR.OB or DicomVR.UN: return Binary<T, byte>(tag, vr, values);
            case DicomVR.US or DicomVR.OW: return Binary<T, ushort>(tag, vr, values);
            case DicomVR.SS: return Binary<T, short>(tag, vr, values);
            case DicomVR.UL or DicomVR.OL: return Binary<T, uint>(tag, vr, values);
            case DicomVR.SL: return Binary<T, int>(tag, vr, values);
            case DicomVR.UV or DicomVR.OV: return Binary<T, ulong>(tag, vr, values);
            case DicomVR.SV: return Binary<T, long>(tag, vr, values);
            case DicomVR.FL or DicomVR.OF: return Binary<T, float>(tag, vr, values);
            case DicomVR.FD or DicomVR.OD: return Binary<T, double>(tag, vr, values);
            case DicomVR.IS: return Text(values, value => IntegerString(tag, value));
            case DicomVR.DS: return Text(values, value => DecimalString(tag, value));
            default:
                return vr.IsText() ? Text(values, static value => value.ToString(null, CultureInfo.InvariantCulture))
                    : throw new ArgumentException($"{tag} has VR {vr.ToCode()}, which holds no numbers.", nameof(vr));
        }
    }

    /// <summary>At most 16 characters: the shortest exact form where it fits, else as many digits as do (PS3.5 §6.2, DS).</summary>
    private static string DecimalString<T>(DicomTag tag, T value)
        where T : struct, INumber<T>
    {
        if (!T.IsFinite(value)) throw Refused(tag, DicomVR.DS, value);
        string text = value.ToString(typeof(T) == typeof(double) || typeof(T) == typeof(float) ? "R" : null, CultureInfo.InvariantCulture);
        double nearest = double.CreateSaturating(value);
        for (int digits = 15; text.Length > MaxDecimalString && digits > 0; digits--) text = nearest.ToString($"G{digits}", CultureInfo.InvariantCulture);
        return text;
    }

    private static string IntegerString<T>(DicomTag tag, T value)
        where T : struct, INumber<T>
    {
        // IS holds what 32 bits do (PS3.5 §6.2).
        int integer = int.CreateSaturating(value);
        return T.CreateSaturating(integer) == value ? integer.ToString(CultureInfo.InvariantCulture) : throw Refused(tag, DicomVR.IS, value);
    }

    private static string Text<T>(ReadOnlySpan<T> values, Func<T, string> write)
    {
        if (values.Length == 1) return write(values[0]);
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = write(values[i]);
        return string.Join('\\', texts);
    }

    private static byte[] Binary<T, TStored>(DicomTag tag, DicomVR vr, ReadOnlySpan<T> values)
        where T : struct, INumber<T>
        where TStored : unmanaged, INumber<TStored>
    {
        TStored[] stored = new TStored[values.Length];
        bool isReal = typeof(TStored) == typeof(float) || typeof(TStored) == typeof(double);
        for (int i = 0; i < stored.Length; i++)
        {
            stored[i] = TStored.CreateSaturating(values[i]);
            bool isHeld = isReal ? TStored.IsFinite(stored[i]) || !T.IsFinite(values[i]) : T.CreateSaturating(stored[i]) == values[i];
            if (!isHeld) throw Refused(tag, vr, values[i]);
        }

        byte[] bytes = MemoryMarshal.AsBytes(stored.AsSpan()).ToArray();
        if (!BitConverter.IsLittleEndian) ByteOrder.Swap(bytes, Marshal.SizeOf<TStored>());
        return bytes;
    }

    private static ArgumentOutOfRangeException Refused<T>(DicomTag tag, DicomVR vr, T value) =>
        new(nameof(value), value, $"{tag}: VR {vr.ToCode()} cannot hold the number.");
}
