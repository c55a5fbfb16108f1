namespace Pacs.Fuzz;

/// <summary>Makes bad inputs of good ones: bits, bytes, lengths, cuts, copies, splices. Deterministic for a seed; blind to coverage.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> seeds)
{
    // What length and count fields are most often wrong by.
    private static readonly uint[] Interesting = [0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        byte[] bytes = (byte[])seeds[_random.Next(seeds.Count)].Clone();
        for (int times = 1 << _random.Next(0, 5); times > 0; times--) bytes = Mutate(bytes);
        return bytes;
    }

    private byte[] Mutate(byte[] bytes)
    {
        if (bytes.Length == 0) return [(byte)_random.Next(256)];
        int at = Position(bytes.Length);
        switch (_random.Next(10))
        {
            case 0: bytes[at] ^= (byte)(1 << _random.Next(8)); return bytes;
            case 1: bytes[at] = (byte)_random.Next(256); return bytes;
            case 2: bytes[at] += (byte)_random.Next(-4, 5); return bytes;
            case 3 or 4: Overwrite(bytes, at, Interesting[_random.Next(Interesting.Length)]); return bytes;
            case 5: return bytes[..at];
            case 6: return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + _random.Next(64))..]];
            case 7: return Insert(bytes, at, bytes.AsSpan(Position(bytes.Length)));
            case 8: return Insert(bytes, at, seeds[_random.Next(seeds.Count)]);
            default:
                bytes.AsSpan(at, Math.Min(1 + _random.Next(32), bytes.Length - at)).Fill((byte)(_random.Next(2) * 255));
                return bytes;
        }
    }

    // Half of all changes go to the first kilobyte, where the structure is.
    private int Position(int length) => _random.Next(_random.Next(2) == 0 ? Math.Min(length, 1024) : length);

    private byte[] Insert(byte[] bytes, int at, ReadOnlySpan<byte> from)
    {
        int start = from.IsEmpty ? 0 : _random.Next(from.Length);
        ReadOnlySpan<byte> piece = from.Slice(start, Math.Min(from.Length - start, 1 + _random.Next(128)));
        return [.. bytes.AsSpan(0, at), .. piece, .. bytes.AsSpan(at)];
    }

    private void Overwrite(byte[] bytes, int at, uint value)
    {
        int size = 1 << _random.Next(3);
        bool isBigEndian = _random.Next(2) == 0;
        for (int i = 0; i < size && at + i < bytes.Length; i++)
            bytes[at + i] = (byte)(value >> (8 * (isBigEndian ? size - 1 - i : i)));
    }
}
