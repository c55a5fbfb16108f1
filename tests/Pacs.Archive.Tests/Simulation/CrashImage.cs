namespace Pacs.Archive.Tests;

/// <summary>What is on the device after a power cut: all that was flushed, and of the rest nothing, everything, or any pages and names, torn at sectors.</summary>
internal static class CrashImage
{
    private const int PageLength = 4096;
    private const int SectorLength = 512;

    /// <summary>The disk after the first <paramref name="count"/> operations.</summary>
    /// <param name="journal">Operations of the disk that lost power.</param>
    /// <param name="count">How many of them had happened.</param>
    /// <param name="survives">Asked for every unflushed sector and name: whether it reached the device.</param>
    public static SimulatedDisk Make(IReadOnlyList<DiskOperation> journal, int count, Func<bool> survives)
    {
        Dictionary<string, int> names = Names(journal, count, survives, out HashSet<string> folders);
        var image = new SimulatedDisk();
        image.Restore(folders, names.Where(n => IsReachable(n.Key, folders)).Select(n => (n.Key, Content(journal, count, n.Value, survives))));
        return image;
    }

    private static bool IsReachable(string path, HashSet<string> folders)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            if (!folders.Contains(folder)) return false;
        return true;
    }

    private static Dictionary<string, int> Names(IReadOnlyList<DiskOperation> journal, int count, Func<bool> survives, out HashSet<string> folders)
    {
        // Last flush of each folder: what was done to its names before is durable.
        var flushedAt = new Dictionary<string, int>();
        for (int i = 0; i < count; i++)
            if (journal[i] is DiskOperation.FlushDirectory flush) flushedAt[flush.Path] = i;

        var names = new Dictionary<string, int>();
        folders = ["/"];
        for (int i = 0; i < count; i++)
        {
            switch (journal[i])
            {
                case DiskOperation.Create create when IsDurable(create.Path, i) || survives():
                    names[create.Path] = create.Node;
                    break;
                case DiskOperation.Delete delete when IsDurable(delete.Path, i) || survives():
                    names.Remove(delete.Path);
                    break;
                case DiskOperation.Move move when IsDurable(move.To, i) || IsDurable(move.From, i) || survives():
                    names.Remove(move.From);
                    names[move.To] = move.Node;
                    break;
                case DiskOperation.CreateDirectory create when create.Path == "/" || IsDurable(create.Path, i) || survives():
                    folders.Add(create.Path);
                    break;
            }
        }

        return names;

        bool IsDurable(string path, int at) => flushedAt.TryGetValue(Path.GetDirectoryName(path) ?? "/", out int flushed) && flushed > at;
    }

    private static byte[] Content(IReadOnlyList<DiskOperation> journal, int count, int node, Func<bool> survives)
    {
        int flushed = -1;
        for (int i = 0; i < count; i++)
            if (journal[i] is DiskOperation.Flush flush && flush.Node == node) flushed = i;

        byte[] content = [];
        for (int i = 0; i < count; i++)
        {
            bool isDurable = i < flushed;
            switch (journal[i])
            {
                case DiskOperation.Write write when write.Node == node:
                    if (content.Length < write.Offset + write.Bytes.Length && (isDurable || survives()))
                        Array.Resize(ref content, (int)write.Offset + write.Bytes.Length);
                    if (isDurable) write.Bytes.CopyTo(content.AsSpan((int)write.Offset));
                    else Tear(write, content, survives);
                    break;
                case DiskOperation.SetLength set when set.Node == node && (isDurable || survives()):
                    Array.Resize(ref content, (int)set.Length);
                    break;
            }
        }

        return content;
    }

    // A page is there, or not, or (now and then) some of its sectors.
    private static void Tear(DiskOperation.Write write, byte[] content, Func<bool> survives)
    {
        long end = write.Offset + write.Bytes.Length;
        for (long page = write.Offset / PageLength * PageLength; page < end; page += PageLength)
        {
            bool whole = survives();
            bool torn = !whole && survives() && survives();
            for (long sector = page; sector < page + PageLength; sector += SectorLength)
            {
                long from = Math.Max(sector, write.Offset), to = Math.Min(Math.Min(sector + SectorLength, end), content.Length);
                if (from >= to || !(whole || (torn && survives()))) continue;
                write.Bytes.AsSpan((int)(from - write.Offset), (int)(to - from)).CopyTo(content.AsSpan((int)from));
            }
        }
    }
}
