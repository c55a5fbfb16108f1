using System.Buffers.Binary;

namespace Pacs.Network;

/// <summary>The three elements of a command set that the association itself looks at, read without a data set (PS3.7 §6.3.1, §E.1).</summary>
/// <param name="Field">Command Field (0000,0100).</param>
/// <param name="DatasetType">Command Data Set Type (0000,0800); 0101 says that no data set follows.</param>
/// <param name="Status">Status (0000,0900), or 0 where there is none.</param>
internal readonly record struct CommandElements(ushort Field, ushort DatasetType, ushort Status)
{
    private const ushort NoDataset = 0x0101;
    private const ushort Cancel = 0x0FFF;
    private const int HeaderLength = 8;

    public bool HasDataset => DatasetType != NoDataset;

    public bool IsResponse => (Field & 0x8000) != 0;

    /// <summary>Whether an operation begins: every request but C-CANCEL, which has no response of its own.</summary>
    public bool BeginsOperation => !IsResponse && Field != Cancel;

    /// <summary>Whether an operation ends: every response but a pending one.</summary>
    public bool EndsOperation => IsResponse && (Status & 0xFF00) != 0xFF00;

    /// <summary>Scans an encoded command set, always implicit little endian (PS3.7 §6.3.1).</summary>
    /// <exception cref="DicomProtocolException">An element exceeds the bytes, or Command Field or Command Data Set Type is missing.</exception>
    public static CommandElements Scan(ReadOnlySpan<byte> bytes)
    {
        ushort? field = null, type = null, status = null;
        int offset = 0;
        while (offset < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[offset..];
            if (rest.Length < HeaderLength) throw new DicomProtocolException($"A command set ends in the middle of an element (offset {offset} of {bytes.Length}).");
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > (uint)(rest.Length - HeaderLength))
                throw new DicomProtocolException($"An element of {length} bytes exceeds the {rest.Length - HeaderLength} that are left of the command set (offset {offset}).");
            ushort group = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (group == 0 && length == 2)
            {
                ushort value = BinaryPrimitives.ReadUInt16LittleEndian(rest[HeaderLength..]);
                switch (BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]))
                {
                    case 0x0100: field = value; break;
                    case 0x0800: type = value; break;
                    case 0x0900: status = value; break;
                }
            }

            offset += HeaderLength + (int)length;
        }

        if (field is null || type is null) throw new DicomProtocolException("A command set has no Command Field (0000,0100) or no Command Data Set Type (0000,0800).");
        return new CommandElements(field.Value, type.Value, status ?? 0);
    }
}
