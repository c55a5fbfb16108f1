namespace Pacs.Tables;

/// <summary>Open hash tables whose slots hold the index of an entry plus one, 0 for an empty slot; a taken slot is followed by the next, around the end.</summary>
internal static class HashTable
{
    /// <summary>Places each entry at the first free slot from its own.</summary>
    public static ushort[] Build(IReadOnlyList<int> firstSlots, int slots)
    {
        var table = new ushort[slots];
        for (int i = 0; i < firstSlots.Count; i++)
        {
            int slot = firstSlots[i];
            while (table[slot] != 0) slot = (slot + 1) & (slots - 1);
            table[slot] = checked((ushort)(i + 1));
        }

        return table;
    }

    /// <summary>Of a fixed series of multipliers the one that asks for the fewest steps to find all keys.</summary>
    public static (uint Multiplier, ushort[] Slots) ForTags(IReadOnlyList<uint> keys, int slots)
    {
        (uint Multiplier, ushort[] Slots, long Steps) best = (0, [], long.MaxValue);
        uint multiplier = 0x9E37_79B1;
        for (int attempt = 0; attempt < 300; attempt++, multiplier = (multiplier * 0x0019_660D + 0x3C6E_F35F) | 1)
        {
            int[] first = [.. keys.Select(k => Core.TableHash.OfTag(k, multiplier, slots))];
            ushort[] table = Build(first, slots);
            long steps = 0;
            for (int slot = 0; slot < slots; slot++)
                if (table[slot] is > 0 and var index)
                    steps += (slot - first[index - 1] + slots) & (slots - 1);
            if (steps < best.Steps) best = (multiplier, table, steps);
        }

        return (best.Multiplier, best.Slots);
    }
}
