using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Tables out of data sets: descriptor and data, with the ways in which files differ from the standard.</summary>
internal static class LookupTableReader
{
    /// <summary>The table of an item of a Modality, VOI or Presentation LUT Sequence; null when descriptor or data are unusable.</summary>
    /// <param name="item">The item.</param>
    /// <param name="bulk">Reads its data.</param>
    /// <param name="isSignedInput">Whether inputs may be negative: then so may the first mapped value, whatever VR it has.</param>
    public static LookupTable? Read(DicomDataset item, BulkReader bulk, bool isSignedInput)
    {
        if (ReadDescriptor(item, DicomTag.LUTDescriptor, isSignedInput) is not { } descriptor) return null;
        ushort[] entries = ReadEntries(bulk.Get(item, DicomTag.LUTData).Span, descriptor.Count, descriptor.Bits);
        if (entries.Length == 0) return null;
        // Descriptors understate: what entries hold counts.
        int bits = Math.Clamp(Math.Max(descriptor.Bits, BitLength(entries)), 1, 16);
        return new LookupTable(descriptor.First, bits, entries, item.GetString(DicomTag.LUTExplanation) ?? item.GetString(DicomTag.ModalityLUTType));
    }

    /// <summary>Number of entries, first mapped value and bits of a descriptor (PS3.3 §C.11.1.1.1); null when it is missing or short.</summary>
    public static (int Count, int First, int Bits)? ReadDescriptor(DicomDataset item, DicomTag tag, bool isSignedInput)
    {
        if (item.GetInt32(tag) is not { } count || item.GetInt32(tag, 1) is not { } first || item.GetInt32(tag, 2) is not { } bits) return null;
        count &= 0xFFFF; // SS encodes what is above 32767 as negative.
        if (isSignedInput && first > short.MaxValue) first -= 65536;
        return (count == 0 ? 65536 : count, first, bits);
    }

    /// <summary>The entries that are there: words, or bytes where the value has a byte an entry (PS3.3 §C.7.6.3.1.6). Fewer than announced where the value is short.</summary>
    public static ushort[] ReadEntries(ReadOnlySpan<byte> bytes, int count, int bits)
    {
        // An odd number of bytes is padded to even length.
        bool isBytes = bits <= 8 && bytes.Length <= count + (count & 1) && bytes.Length >= count;
        ushort[] entries = new ushort[Math.Min(count, isBytes ? bytes.Length : bytes.Length / 2)];
        for (int i = 0; i < entries.Length; i++) entries[i] = isBytes ? bytes[i] : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        return entries;
    }

    private static int BitLength(ReadOnlySpan<ushort> entries)
    {
        uint all = 0;
        foreach (ushort entry in entries) all |= entry;
        return 32 - int.CreateTruncating(uint.LeadingZeroCount(all));
    }
}
