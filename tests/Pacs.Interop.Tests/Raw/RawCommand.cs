using System.Buffers.Binary;
using System.Text;

namespace Pacs.Interop.Tests.Raw;

/// <summary>A DIMSE command set (PS3.7 §E), always implicit VR little endian; values by element number of group 0000.</summary>
internal sealed class RawCommand
{
    public const ushort CStore = 0x0001, CGet = 0x0010, CFind = 0x0020, CMove = 0x0021, CEcho = 0x0030, Response = 0x8000;

    private readonly SortedDictionary<ushort, byte[]> _values = [];

    public ushort Field => Number(0x0100);

    public ushort Status => Number(0x0900);

    public bool HasDataset => Number(0x0800) != 0x0101;

    public ushort Remaining => Number(0x1020);

    public ushort Completed => Number(0x1021);

    public ushort Failed => Number(0x1022);

    public ushort Warnings => Number(0x1023);

    public string SopInstance => Text(0x1000);

    public bool IsPending => Status is 0xFF00 or 0xFF01;

    public bool Has(ushort element) => _values.ContainsKey(element);

    public ushort Number(ushort element) => _values.TryGetValue(element, out var value) ? BinaryPrimitives.ReadUInt16LittleEndian(value) : (ushort)0;

    public string Text(ushort element) => _values.TryGetValue(element, out var value) ? Encoding.ASCII.GetString(value).TrimEnd('\0', ' ') : "";

    public static RawCommand Request(ushort field, ushort messageId, string sopClass, bool hasDataset)
    {
        var command = new RawCommand().Set(0x0002, sopClass).Set(0x0100, field).Set(0x0110, messageId).Set(0x0800, (ushort)(hasDataset ? 1 : 0x0101));
        return field == CEcho ? command : command.Set(0x0700, 0);
    }

    /// <summary>The success response to a C-STORE request.</summary>
    public static RawCommand StoreResponse(RawCommand request, ushort status) =>
        new RawCommand().Set(0x0002, request.Text(0x0002)).Set(0x0100, CStore | Response).Set(0x0120, request.Number(0x0110))
            .Set(0x0800, 0x0101).Set(0x0900, status).Set(0x1000, request.SopInstance);

    public RawCommand Set(ushort element, ushort value)
    {
        _values[element] = [(byte)value, (byte)(value >> 8)];
        return this;
    }

    public RawCommand Set(ushort element, string value)
    {
        // UIDs are padded with NULL, the AE titles here (0600, 1030) with a space (PS3.5 §6.2).
        var padding = element is 0x0600 or 0x1030 ? " " : "\0";
        _values[element] = Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + padding);
        return this;
    }

    public byte[] Encode()
    {
        var body = new RawDataset();
        foreach (var (element, value) in _values)
            body.Add(0x00000000u | element, value);
        var bytes = body.ToArray();
        var group = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(group, bytes.Length);
        return [.. new RawDataset().Add(0, group).ToArray(), .. bytes];
    }

    public static RawCommand Decode(ReadOnlySpan<byte> bytes)
    {
        var command = new RawCommand();
        while (bytes.Length >= 8)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            command._values[BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..])] = bytes.Slice(8, length).ToArray();
            bytes = bytes[(8 + length)..];
        }
        return command;
    }
}
