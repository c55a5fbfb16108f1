namespace Pacs.Imaging;

/// <summary>Memory for volumes: taken as one is put together, given back as it is disposed, and some of it kept for the next one.</summary>
/// <remarks>Safe for use by several threads. A volume that nobody disposed gives its share of the limit back when it is collected.</remarks>
public sealed class VoxelPool
{
    private readonly Lock _lock = new();
    private readonly List<short[]> _kept = [];
    private long _used, _keptLength;

    /// <summary>Makes a pool.</summary>
    /// <param name="maxLength">Most bytes that its volumes may take at once, those kept for the next included.</param>
    /// <param name="maxKept">Most bytes kept while no volume needs them.</param>
    public VoxelPool(long maxLength, long maxKept)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        ArgumentOutOfRangeException.ThrowIfNegative(maxKept);
        (MaxLength, MaxKept) = (maxLength, Math.Min(maxKept, maxLength));
    }

    /// <summary>The pool where no other is named: three quarters of the memory that the process may use, of which 512 MiB are kept.</summary>
    public static VoxelPool Shared { get; } = new(Math.Max(1L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3), 512L << 20);

    /// <summary>Most bytes that its volumes may take at once.</summary>
    public long MaxLength { get; }

    /// <summary>Most bytes kept while no volume needs them.</summary>
    public long MaxKept { get; }

    /// <summary>Bytes that volumes take now.</summary>
    public long Used
    {
        get
        {
            lock (_lock) return _used;
        }
    }

    /// <summary>Bytes kept for the next volume.</summary>
    public long Kept
    {
        get
        {
            lock (_lock) return _keptLength;
        }
    }

    /// <summary>Lets go of what is kept.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            _kept.Clear();
            _keptLength = 0;
        }
    }

    /// <summary>Takes memory; its content is whatever was there before, but for the padding, which is zeros.</summary>
    /// <exception cref="DicomImageException">The limit does not allow it.</exception>
    internal VoxelMemory Rent(long count)
    {
        int length = checked((int)(count + Volume.Padding));
        short[]? voxels = Take(length);
        if (voxels is null)
        {
            voxels = GC.AllocateUninitializedArray<short>(length);
            LargePages.Prefer(voxels);
        }

        voxels.AsSpan((int)count).Clear();
        return new VoxelMemory(this, voxels);
    }

    internal void Return(short[] voxels)
    {
        lock (_lock)
        {
            _used -= LengthOf(voxels.Length);
            if (_keptLength + LengthOf(voxels.Length) > MaxKept) return;
            _kept.Add(voxels);
            _keptLength += LengthOf(voxels.Length);
        }
    }

    /// <summary>Of a volume that nobody disposed: only its share of the limit comes back.</summary>
    internal void Forget(long length)
    {
        lock (_lock) _used -= LengthOf(length);
    }

    // One that is kept and not much too large, or null where a new one is within the limit.
    private short[]? Take(int length)
    {
        lock (_lock)
        {
            int best = -1;
            for (int n = 0; n < _kept.Count; n++)
                if (_kept[n].Length >= length && _kept[n].Length <= length + length / 4L && (best < 0 || _kept[n].Length < _kept[best].Length)) best = n;
            if (best >= 0)
            {
                short[] voxels = _kept[best];
                _kept.RemoveAt(best);
                _keptLength -= LengthOf(voxels.Length);
                _used += LengthOf(voxels.Length);
                return voxels;
            }

            while (_kept.Count > 0 && _used + _keptLength + LengthOf(length) > MaxLength)
            {
                _keptLength -= LengthOf(_kept[0].Length);
                _kept.RemoveAt(0);
            }

            if (_used + LengthOf(length) > MaxLength) throw new DicomImageException($"A volume of {LengthOf(length)} bytes beside those that take {_used} already is more than the {MaxLength} that are allowed.");
            _used += LengthOf(length);
            return null;
        }
    }

    private static long LengthOf(long count) => count * sizeof(short);
}
