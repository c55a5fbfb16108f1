namespace Pacs.Core;

/// <summary>Where the fragments of encapsulated pixel data are: found by stepping from item header to item header, contents unread (PS3.5 §A.4).</summary>
internal sealed class FragmentList
{
    // Eight bytes a fragment, the least that one takes in the input, and not without end.
    private const int MaxCount = 1 << 26;
    private readonly List<long> _starts = [];

    /// <summary>Number of fragments.</summary>
    public int Count => _starts.Count;

    /// <summary>Where the item header of the fragment after the last would stand.</summary>
    public long End { get; private set; }

    /// <summary>Whether the sequence delimiter was met.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Why the walk ended early, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Where a fragment's item header stands, in bytes from the start of the value.</summary>
    public long Start(int index) => index < _starts.Count ? _starts[index] : End;

    /// <summary>A fragment's content.</summary>
    public ByteRange Content(int index) => new(_starts[index] + FragmentWalk.HeaderLength, Start(index + 1) - _starts[index] - FragmentWalk.HeaderLength);

    /// <summary>The fragment whose item header stands at <paramref name="position"/>, or a negative number.</summary>
    public int IndexOf(long position) => _starts.BinarySearch(position);

    /// <summary>Walks all fragments from the item header at <paramref name="position"/> on.</summary>
    /// <exception cref="DicomDataException">More fragments than any image has.</exception>
    public static async ValueTask<FragmentList> ReadAsync(ValueSource source, long position, CancellationToken ct)
    {
        var list = new FragmentList();
        var walk = new FragmentWalk(source, position);
        while (await walk.MoveNextAsync(ct).ConfigureAwait(false))
        {
            if (list._starts.Count == MaxCount) throw new DicomDataException($"The pixel data has more than {MaxCount} fragments.", ElementScanner.PixelDataTag, position);
            list._starts.Add(walk.Start);
        }

        list.End = walk.Position;
        list.IsEnded = walk.IsEnded;
        list.Damage = walk.Damage;
        return list;
    }
}
