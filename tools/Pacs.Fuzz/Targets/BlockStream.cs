using System.Buffers.Binary;

namespace Pacs.Fuzz;

/// <summary>A codestream of a single code block, around bytes that are the block's: what reaches the block coder is the input alone.</summary>
internal static class BlockStream
{
    public const int HeadLength = 6;

    /// <summary>Columns or rows by a byte of the input: mostly few, so that an execution is short, and at times all that a block can have.</summary>
    public static int Side(byte value) => 1 + (value < 192 ? value % 16 : value % 64);

    /// <summary>Makes it.</summary>
    /// <param name="input">Columns, rows, style, passes, zero planes, length of the second segment in 256ths; then the block's bytes.</param>
    /// <param name="style">Bits of the block style that are set, and those that the input may set.</param>
    public static byte[] Make(ReadOnlySpan<byte> input, (int Set, int Free) style)
    {
        ReadOnlySpan<byte> data = input[HeadLength..];
        if (data.Length > 8000) data = data[..8000];
        int columns = Side(input[0]), rows = Side(input[1]), flags = style.Set | (input[2] & style.Free), zeroPlanes = input[4] % 20;
        bool isHt = (flags & 64) != 0;
        int passes = 1 + (input[3] % (isHt ? 12 : 60));
        byte[] header = Header(passes, zeroPlanes, data.Length, Segments(flags, passes, data.Length, input[5]));
        byte[] stream = new byte[41 + 2 + 14 + 2 + 5 + 12 + 2 + header.Length + data.Length + 2 + 1];
        var writer = new Writer(stream);
        writer.U16(0xFF4F, 0xFF51, 41, isHt ? 0x4000 : 0);
        writer.U32((uint)columns, (uint)rows, 0, 0, (uint)columns, (uint)rows, 0, 0);
        writer.U16(1);
        writer.Bytes([15, 1, 1]);
        writer.U16(0xFF52, 12);
        writer.Bytes([0, 0, 0, 1, 0, 0, 4, 4, (byte)flags, (byte)(input[2] >> 7)]);
        writer.U16(0xFF5C, 4);
        writer.Bytes([0x40, 20 << 3]);
        writer.U16(0xFF90, 10, 0);
        writer.U32((uint)(14 + header.Length + data.Length));
        writer.Bytes([0, 1]);
        writer.U16(0xFF93);
        writer.Bytes(header);
        writer.Bytes(data);
        writer.U16(0xFFD9);
        return stream[..writer.Length];
    }

    // Lengths and passes of the codeword segments; bytes are dealt out evenly but for HT, whose first is the cleanup segment.
    private static List<(int Passes, int Length)> Segments(int flags, int passes, int length, byte share)
    {
        var segments = new List<(int Passes, int Length)>();
        if ((flags & 64) != 0)
        {
            int placeholders = (passes - 1) / 3 * 3, refinements = passes - placeholders - 1, second = refinements == 0 ? 0 : length * share / 256;
            segments.Add((placeholders + 1, length - second));
            if (refinements > 0) segments.Add((refinements, second));
            return segments;
        }

        for (int pass = 0; pass < passes;)
        {
            int count = (flags & 4) != 0 ? 1 : (flags & 1) == 0 ? passes : pass < 10 ? 10 - pass : (pass - 10) % 3 == 0 ? 2 : 1;
            count = Math.Min(count, passes - pass);
            segments.Add((count, 0));
            pass += count;
        }

        for (int i = 0, left = length; i < segments.Count; i++)
        {
            int own = left / (segments.Count - i);
            segments[i] = (segments[i].Passes, own);
            left -= own;
        }

        return segments;
    }

    private static byte[] Header(int passes, int zeroPlanes, int length, List<(int Passes, int Length)> segments)
    {
        var bits = new List<int> { 1, 1 };
        for (int i = 0; i < zeroPlanes; i++) bits.Add(0);
        bits.Add(1);
        if (passes == 1) Add(0, 1);
        else if (passes == 2) Add(2, 2);
        else if (passes <= 5) Add(0xC | (passes - 3), 4);
        else if (passes <= 36) Add(0x1E0 | (passes - 6), 9);
        else Add((0x1FF << 7) | (passes - 37), 16);
        int width = Math.Max(3, 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)length));
        for (int i = 3; i < width; i++) bits.Add(1);
        bits.Add(0);
        foreach ((int count, int own) in segments) Add(own, width + System.Numerics.BitOperations.Log2((uint)count));
        var bytes = new List<byte>();
        for (int at = 0, last = 0; at < bits.Count;)
        {
            int value = 0;
            for (int i = last == 0xFF ? 7 : 8; i > 0; i--) value = (value << 1) | (at < bits.Count ? bits[at++] : 0);
            bytes.Add((byte)value);
            last = value;
        }

        if (bytes[^1] == 0xFF) bytes.Add(0);
        return [.. bytes];

        void Add(int value, int count)
        {
            while (--count >= 0) bits.Add((value >> count) & 1);
        }
    }

    private struct Writer(byte[] target)
    {
        public int Length { get; private set; }

        public void U16(params ReadOnlySpan<int> values)
        {
            foreach (int value in values)
            {
                BinaryPrimitives.WriteUInt16BigEndian(target.AsSpan(Length), (ushort)value);
                Length += 2;
            }
        }

        public void U32(params ReadOnlySpan<uint> values)
        {
            foreach (uint value in values)
            {
                BinaryPrimitives.WriteUInt32BigEndian(target.AsSpan(Length), value);
                Length += 4;
            }
        }

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(target.AsSpan(Length));
            Length += bytes.Length;
        }
    }
}
