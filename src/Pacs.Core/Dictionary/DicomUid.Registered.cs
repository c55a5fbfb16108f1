using System.Text;

namespace Pacs.Core;

public readonly partial struct DicomUid
{
    /// <summary>The UID that stands in a stream; allocates nothing when it is registered in PS3.6.</summary>
    /// <param name="bytes">A UI value. Trailing NULL and space padding is removed (PS3.5 §9.1); what is no ASCII is kept as Latin-1, since data is tolerated.</param>
    public static DicomUid FromBytes(ReadOnlySpan<byte> bytes)
    {
        bytes = WithoutPadding(bytes);
        int index = DicomUidRegistry.IndexOf(bytes);
        return FromTrimmed(index >= 0 ? DicomUidRegistry.Text(index) : Encoding.Latin1.GetString(bytes));
    }

    internal static ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> bytes)
    {
        while (bytes is [.., 0 or (byte)' ']) bytes = bytes[..^1];
        return bytes;
    }

    /// <summary>Wraps text that has no padding, without looking for it.</summary>
    internal static DicomUid FromTrimmed(string value) => new(value, default(Trimmed));

    private DicomUid(string value, Trimmed _) => _value = value;

    private readonly struct Trimmed;
}
