using System.Numerics;

namespace Pacs.Core;

/// <summary>Numbers of a data set: from binary VRs (US, SS, UL, SL, UV, SV, FL, FD, AT, OB, OW, OL, OV, OF, OD) and from the text of IS and DS.</summary>
/// <remarks>
/// One number is null when it is absent, malformed, or out of the type's range. Several numbers are an empty array when there are none or when one of
/// them is malformed or out of range: positions have a meaning, so that none is left out. Values that were left in the file count as absent.
/// An element of VR UN is read with the dictionary's VR (PS3.5 §6.2.2).
/// </remarks>
public static class DicomNumbers
{
    /// <summary>The number at <paramref name="index"/>, or null.</summary>
    public static short? GetInt16(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<short>(dataset, tag, index);

    /// <inheritdoc cref="GetInt16(DicomDataset, DicomTag, int)"/>
    public static ushort? GetUInt16(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<ushort>(dataset, tag, index);

    /// <inheritdoc cref="GetInt16(DicomDataset, DicomTag, int)"/>
    public static int? GetInt32(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<int>(dataset, tag, index);

    /// <inheritdoc cref="GetInt16(DicomDataset, DicomTag, int)"/>
    public static uint? GetUInt32(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<uint>(dataset, tag, index);

    /// <inheritdoc cref="GetInt16(DicomDataset, DicomTag, int)"/>
    public static long? GetInt64(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<long>(dataset, tag, index);

    /// <inheritdoc cref="GetInt16(DicomDataset, DicomTag, int)"/>
    public static ulong? GetUInt64(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<ulong>(dataset, tag, index);

    /// <inheritdoc cref="GetInt16(DicomDataset, DicomTag, int)"/>
    public static float? GetSingle(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<float>(dataset, tag, index);

    /// <inheritdoc cref="GetInt16(DicomDataset, DicomTag, int)"/>
    public static double? GetDouble(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<double>(dataset, tag, index);

    /// <summary>The number at <paramref name="index"/> with all digits that a DS has, or null.</summary>
    public static decimal? GetDecimal(this DicomDataset dataset, DicomTag tag, int index = 0) => Number<decimal>(dataset, tag, index);

    /// <summary>All numbers in order; empty when absent or when one is malformed or out of range.</summary>
    public static short[] GetInt16s(this DicomDataset dataset, DicomTag tag) => Numbers<short>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static ushort[] GetUInt16s(this DicomDataset dataset, DicomTag tag) => Numbers<ushort>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static int[] GetInt32s(this DicomDataset dataset, DicomTag tag) => Numbers<int>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static uint[] GetUInt32s(this DicomDataset dataset, DicomTag tag) => Numbers<uint>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static long[] GetInt64s(this DicomDataset dataset, DicomTag tag) => Numbers<long>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static ulong[] GetUInt64s(this DicomDataset dataset, DicomTag tag) => Numbers<ulong>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static float[] GetSingles(this DicomDataset dataset, DicomTag tag) => Numbers<float>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static double[] GetDoubles(this DicomDataset dataset, DicomTag tag) => Numbers<double>(dataset, tag);

    /// <inheritdoc cref="GetInt16s(DicomDataset, DicomTag)"/>
    public static decimal[] GetDecimals(this DicomDataset dataset, DicomTag tag) => Numbers<decimal>(dataset, tag);

    /// <summary>The integer, which must be there.</summary>
    /// <exception cref="DicomDataException">Absent, malformed or out of range.</exception>
    public static int RequireInt32(this DicomDataset dataset, DicomTag tag, int index = 0) =>
        dataset.GetInt32(tag, index) ?? throw DicomDataset.Missing(tag, "an integer of 32 bits");

    /// <summary>The number, which must be there.</summary>
    /// <exception cref="DicomDataException">Absent or malformed.</exception>
    public static double RequireDouble(this DicomDataset dataset, DicomTag tag, int index = 0) =>
        dataset.GetDouble(tag, index) ?? throw DicomDataset.Missing(tag, "a number");

    /// <summary>The element's number at <paramref name="index"/>, or null.</summary>
    public static int? GetInt32(this DicomElement element, int index = 0) => Number<int>(element, index);

    /// <inheritdoc cref="GetInt32(DicomElement, int)"/>
    public static long? GetInt64(this DicomElement element, int index = 0) => Number<long>(element, index);

    /// <inheritdoc cref="GetInt32(DicomElement, int)"/>
    public static ulong? GetUInt64(this DicomElement element, int index = 0) => Number<ulong>(element, index);

    /// <inheritdoc cref="GetInt32(DicomElement, int)"/>
    public static double? GetDouble(this DicomElement element, int index = 0) => Number<double>(element, index);

    /// <inheritdoc cref="GetInt32(DicomElement, int)"/>
    public static decimal? GetDecimal(this DicomElement element, int index = 0) => Number<decimal>(element, index);

    /// <summary>All the element's numbers as one type of number; empty when there are none or when one is malformed or out of range.</summary>
    /// <typeparam name="T">One of the integers from byte to ulong, float, double or decimal.</typeparam>
    public static T[] GetNumbers<T>(this DicomElement element)
        where T : struct, INumber<T>
    {
        ReadOnlySpan<byte> bytes = element.NumberBytes(out DicomVR vr, out bool isBigEndian);
        return NumberReader.ReadAll<T>(bytes, vr, isBigEndian);
    }

    /// <summary>Sets integers in the dictionary's VR: binary, or IS or DS text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The VR cannot hold a number.</exception>
    public static void SetInt32(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<int> values) => Set(dataset, tag, DicomVR.SL, values);

    /// <inheritdoc cref="SetInt32"/>
    public static void SetInt64(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<long> values) => Set(dataset, tag, DicomVR.SV, values);

    /// <inheritdoc cref="SetInt32"/>
    public static void SetUInt64(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<ulong> values) => Set(dataset, tag, DicomVR.UV, values);

    /// <summary>Sets 16-bit integers: as US where the dictionary allows it or has no entry, else in its VR.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The VR cannot hold a number.</exception>
    public static void SetUInt16(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<ushort> values) => Set(dataset, tag, DicomVR.US, values);

    /// <summary>Sets 16-bit integers: as SS where the dictionary allows it or has no entry, else in its VR.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The VR cannot hold a number.</exception>
    public static void SetInt16(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<short> values) => Set(dataset, tag, DicomVR.SS, values);

    /// <summary>Sets 32-bit integers: as UL where the dictionary allows it or has no entry, else in its VR.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The VR cannot hold a number.</exception>
    public static void SetUInt32(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<uint> values) => Set(dataset, tag, DicomVR.UL, values);

    /// <summary>Sets numbers in the dictionary's VR: FL, FD, or DS text of at most 16 characters; FD where it has no entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The VR cannot hold a number.</exception>
    public static void SetDouble(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<double> values) => Set(dataset, tag, DicomVR.FD, values);

    /// <summary>Sets numbers with a VR of the caller's, as private elements need it.</summary>
    /// <typeparam name="T">One of the integers from byte to ulong, float, double or decimal.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The VR cannot hold a number.</exception>
    /// <exception cref="ArgumentException">The VR holds no numbers.</exception>
    public static void SetNumbers<T>(this DicomDataset dataset, DicomTag tag, DicomVR vr, params ReadOnlySpan<T> values)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset.Put(tag, vr, NumberWriter.Write(tag, vr, values));
    }

    private static void Set<T>(DicomDataset dataset, DicomTag tag, DicomVR preferred, ReadOnlySpan<T> values)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset.SetNumbers(tag, dataset.VRToSet(tag, preferred), values);
    }

    private static T? Number<T>(DicomDataset dataset, DicomTag tag, int index)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.TryGet(tag, out DicomElement element) ? Number<T>(element, index) : null;
    }

    private static T? Number<T>(DicomElement element, int index)
        where T : struct, INumber<T>
    {
        ReadOnlySpan<byte> bytes = element.NumberBytes(out DicomVR vr, out bool isBigEndian);
        return NumberReader.TryRead(bytes, vr, isBigEndian, index, out T value) ? value : null;
    }

    private static T[] Numbers<T>(DicomDataset dataset, DicomTag tag)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.TryGet(tag, out DicomElement element) ? element.GetNumbers<T>() : [];
    }
}
