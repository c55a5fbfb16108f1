using System.Buffers.Binary;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>A codestream taken apart, to be put together otherwise: its main header, and its tile-parts.</summary>
internal sealed class TestStream
{
    /// <summary>From SOC up to the first SOT.</summary>
    public required byte[] Main { get; init; }

    public required List<Part> Parts { get; init; }

    /// <summary>A tile-part: its SOT and other segments, without SOD; and its packets.</summary>
    public sealed record Part(byte[] Head, byte[] Body)
    {
        public int Tile => BinaryPrimitives.ReadUInt16BigEndian(Head.AsSpan(4));

        public int Index => Head[10];
    }

    public static TestStream Read(byte[] stream)
    {
        int at = Sot(stream, 2);
        var taken = new TestStream { Main = stream[..at], Parts = [] };
        while (stream[at + 1] == 0x90)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(stream.AsSpan(at + 6));
            int end = length == 0 ? stream.Length - 2 : at + (int)length, data = at;
            while (stream[data + 1] != 0x93) data += 2 + BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(data + 2));
            taken.Parts.Add(new Part(stream[at..data], stream[(data + 2)..end]));
            at = end;
        }

        return taken;
    }

    /// <summary>Puts it together; lengths of the tile-parts are those that they have now.</summary>
    public byte[] Write() => Write(Main, Parts);

    public static byte[] Write(byte[] main, IEnumerable<Part> parts)
    {
        var stream = new List<byte>(main);
        foreach (Part part in parts)
        {
            byte[] head = (byte[])part.Head.Clone();
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(6), head.Length + 2 + part.Body.Length);
            stream.AddRange([.. head, 0xFF, 0x93, .. part.Body]);
        }

        return [.. stream, 0xFF, 0xD9];
    }

    /// <summary>A marker segment, its length made to fit.</summary>
    public static byte[] Segment(int marker, params byte[] body) => [0xFF, (byte)marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static int Sot(byte[] stream, int at)
    {
        while (stream[at + 1] != 0x90) at += 2 + BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(at + 2));
        return at;
    }
}
