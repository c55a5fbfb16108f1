using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Pacs.Interop.Tests.Raw;

/// <summary>PDUs as bytes (PS3.8 §9.3), built and read without the packages under test.</summary>
internal static class RawPdu
{
    public const byte AssociateRq = 1, AssociateAc = 2, AssociateRj = 3, Data = 4, ReleaseRq = 5, ReleaseRp = 6, Abort = 7;

    public static byte[] Make(byte type, ReadOnlySpan<byte> body)
    {
        var pdu = new byte[6 + body.Length];
        pdu[0] = type;
        BinaryPrimitives.WriteUInt32BigEndian(pdu.AsSpan(2), (uint)body.Length);
        body.CopyTo(pdu.AsSpan(6));
        return pdu;
    }

    public static byte[] Associate(byte type, string called, string calling, IEnumerable<RawContext> contexts, uint maxPdu, IEnumerable<string> scpRoles)
    {
        var body = new MemoryStream();
        body.Write([0, 1, 0, 0]);
        body.Write(Encoding.ASCII.GetBytes(called.PadRight(16) + calling.PadRight(16)));
        body.Write(new byte[32]);
        Item(body, 0x10, "1.2.840.10008.3.1.1.1");
        foreach (var context in contexts)
            Item(body, type == AssociateRq ? (byte)0x20 : (byte)0x21, item =>
            {
                item.Write([context.Id, 0, 0, 0]);
                if (type == AssociateRq)
                    Item(item, 0x30, context.AbstractSyntax);
                foreach (var syntax in context.TransferSyntaxes)
                    Item(item, 0x40, syntax);
            });
        Item(body, 0x50, user =>
        {
            Item(user, 0x51, item => WriteUInt32(item, maxPdu));
            Item(user, 0x52, "1.2.826.0.1.3680043.8.498.77.2");
            // SCU/SCP role selection: this side takes the SCP role too (PS3.7 §D.3.3.4).
            foreach (var sopClass in scpRoles)
                Item(user, 0x54, item =>
                {
                    WriteUInt16(item, (ushort)sopClass.Length);
                    item.Write(Encoding.ASCII.GetBytes(sopClass));
                    item.Write([0, 1]);
                });
        });
        return Make(type, body.ToArray());
    }

    /// <summary>A P-DATA-TF of one PDV.</summary>
    public static byte[] DataOf(byte contextId, ReadOnlySpan<byte> fragment, bool command, bool last)
    {
        var body = new byte[6 + fragment.Length];
        BinaryPrimitives.WriteUInt32BigEndian(body, (uint)fragment.Length + 2);
        body[4] = contextId;
        body[5] = (byte)((command ? 1 : 0) | (last ? 2 : 0));
        fragment.CopyTo(body.AsSpan(6));
        return Make(Data, body);
    }

    /// <summary>Reads one PDU; type 0 at the end of the connection.</summary>
    public static async Task<(byte Type, byte[] Body)> ReadAsync(NetworkStream stream, CancellationToken ct)
    {
        var header = new byte[6];
        if (await stream.ReadAtLeastAsync(header, 6, throwOnEndOfStream: false, ct) < 6)
            return (0, []);
        var body = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(2))];
        await stream.ReadExactlyAsync(body, ct);
        return (header[0], body);
    }

    /// <summary>The items of an A-ASSOCIATE PDU or of an item: type and content.</summary>
    public static IEnumerable<(byte Type, byte[] Content)> Items(byte[] bytes, int at)
    {
        while (at + 4 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
            yield return (bytes[at], bytes[(at + 4)..(at + 4 + length)]);
            at += 4 + length;
        }
    }

    private static void Item(Stream output, byte type, string text) => Item(output, type, item => item.Write(Encoding.ASCII.GetBytes(text)));

    private static void Item(Stream output, byte type, Action<Stream> write)
    {
        var content = new MemoryStream();
        write(content);
        output.Write([type, 0]);
        WriteUInt16(output, (ushort)content.Length);
        content.WriteTo(output);
    }

    private static void WriteUInt16(Stream output, ushort value) => output.Write([(byte)(value >> 8), (byte)value]);

    private static void WriteUInt32(Stream output, uint value) => output.Write([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
}

internal sealed record RawContext(byte Id, string AbstractSyntax, params string[] TransferSyntaxes);
