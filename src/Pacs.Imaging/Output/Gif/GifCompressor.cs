using System.Buffers;

namespace Pacs.Imaging;

/// <summary>The LZW of GIF for indices of 8 bits: codes of 9 to 12 bits, least significant bit first, in blocks of up to 255 bytes (GIF89a appendix F).</summary>
internal static class GifCompressor
{
    private const int Clear = 256, End = 257, MaxCode = 4095, Places = 1 << 14;

    /// <summary>Writes the minimum code size, the blocks and their end.</summary>
    public static void Write(ReadOnlySpan<byte> indices, IBufferWriter<byte> output)
    {
        // A string is known by the code of all but its last index, and that index; the code stands beside it.
        int[] table = ArrayPool<int>.Shared.Rent(Places);
        try
        {
            output.Write<byte>([8]);
            var bits = new BlockWriter(output);
            Compress(indices, table.AsSpan(0, Places), ref bits);
            bits.Complete();
        }
        finally
        {
            ArrayPool<int>.Shared.Return(table);
        }
    }

    private static void Compress(ReadOnlySpan<byte> indices, Span<int> table, ref BlockWriter bits)
    {
        int width = 9, next = End + 1, code = -1;
        table.Fill(-1);
        bits.Put(Clear, width);
        foreach (byte index in indices)
        {
            if (code < 0)
            {
                code = index;
                continue;
            }

            int key = code << 8 | index, place = (int)((uint)key * 2654435761u >> 18);
            // A place holds key (20 bits) and code (12 bits); never -1, since no code 4095 of key 0xFFFFF is ever added.
            while (table[place] != -1 && (int)((uint)table[place] >> 12) != key) place = (place + 1) & (Places - 1);
            if (table[place] != -1)
            {
                code = table[place] & MaxCode;
                continue;
            }

            bits.Put(code, width);
            code = index;
            if (next < MaxCode)
            {
                table[place] = key << 12 | next;
                // The reader adds the code one step later: the width grows when it will need it.
                if (next++ == 1 << width) width++;
                continue;
            }

            bits.Put(Clear, width);
            table.Fill(-1);
            (width, next) = (9, End + 1);
        }

        if (code >= 0)
        {
            bits.Put(code, width);
            if (next == 1 << width && width < 12) width++;
        }

        bits.Put(End, width);
    }

    private ref struct BlockWriter(IBufferWriter<byte> output)
    {
        private Span<byte> _block = output.GetSpan(256);
        private ulong _bits;
        private int _held, _filled;

        public void Put(int code, int width)
        {
            _bits |= (ulong)(uint)code << _held;
            for (_held += width; _held >= 8; _held -= 8, _bits >>= 8)
            {
                _block[1 + _filled++] = (byte)_bits;
                if (_filled == 255) Flush();
            }
        }

        public void Complete()
        {
            if (_held > 0) _block[1 + _filled++] = (byte)_bits;
            if (_filled > 0) Flush();
            _block[0] = 0;
            output.Advance(1);
        }

        private void Flush()
        {
            _block[0] = (byte)_filled;
            output.Advance(_filled + 1);
            _block = output.GetSpan(256);
            _filled = 0;
        }
    }
}
