using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>A series as one body of voxels [slices, rows, columns] with its place in the patient.</summary>
/// <remarks>
/// Voxels are 16-bit numbers; <see cref="Slope"/> and <see cref="Intercept"/> make modality values of them. Nothing of it changes once it is
/// loaded: any number of threads may cut, project and draw it at once. Memory: 2 bytes a voxel, from a <see cref="VoxelPool"/>, and 1/64 of that
/// when it is first projected or drawn in space. Whoever loads a volume disposes it; pictures that are being made then are finished before the
/// memory goes back, and later ones are refused.
/// </remarks>
public sealed class Volume : IDisposable
{
    private readonly Lazy<BlockRanges> _ranges;
    private readonly VoxelMemory _memory;
    private int _isDisposed;

    internal Volume(VolumeGeometry geometry, VoxelMemory memory, double slope, double intercept)
    {
        (Geometry, _memory, Slope, Intercept) = (geometry, memory, slope, intercept);
        _ranges = new Lazy<BlockRanges>(() => BlockRanges.Of(geometry, memory.Voxels));
    }

    // Another owner of the same voxels, who has been counted.
    private Volume(Volume other, VoxelMemory memory)
    {
        (Geometry, _memory, _ranges, Slope, Intercept, Unit, Findings) = (other.Geometry, memory, other._ranges, other.Slope, other.Intercept, other.Unit, other.Findings);
        (Windows, IsInverse, Header, Outside) = (other.Windows, other.IsInverse, other.Header, other.Outside);
    }

    /// <summary>Where the voxels lie.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>Modality units a unit of a voxel.</summary>
    public double Slope { get; }

    /// <summary>The modality value of a voxel of 0.</summary>
    public double Intercept { get; }

    /// <summary>What modality values are, for instance HU; null when not said.</summary>
    public string? Unit { get; init; }

    /// <summary>What had to be decided or left out while the series was put together. Empty for a plain series.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>The windows of the series.</summary>
    public IReadOnlyList<VoiWindow> Windows { get; init; } = [];

    /// <summary>Whether low values are shown white: MONOCHROME1.</summary>
    public bool IsInverse { get; init; }

    /// <summary>Modality value of what lies outside the volume in slices through it.</summary>
    public double Background => Outside * Slope + Intercept;

    /// <summary>Patient, study, series and frame of reference of the first slice, for the data sets of slices; null for a volume of bare numbers.</summary>
    internal DicomDataset? Header { get; init; }

    /// <summary>The voxels, with at least <see cref="Padding"/> more at the end so that a pair may be read at the last one.</summary>
    /// <remarks>Only between <see cref="Use"/> and its end: afterwards they may be another volume's.</remarks>
    internal short[] Voxels => _memory.Voxels;

    internal short Outside { get; init; }

    internal BlockRanges Ranges => _ranges.Value;

    /// <summary>Elements behind the last voxel that vector loads may touch.</summary>
    internal const int Padding = 2;

    /// <summary>Makes a volume of numbers that are at hand.</summary>
    /// <param name="geometry">Where they lie.</param>
    /// <param name="voxels">Column by column, row by row, slice by slice. Copied.</param>
    /// <param name="slope">Modality units a unit of a voxel.</param>
    /// <param name="intercept">The modality value of 0.</param>
    /// <param name="outside">The voxel that stands for all outside.</param>
    /// <exception cref="ArgumentException">The number of voxels is not that of the geometry.</exception>
    public static Volume FromVoxels(VolumeGeometry geometry, ReadOnlySpan<short> voxels, double slope = 1, double intercept = 0, short outside = 0)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (voxels.Length != geometry.Count) throw new ArgumentException($"{voxels.Length} voxels are not the {geometry.Count} of the geometry.", nameof(voxels));
        VoxelMemory memory = VoxelPool.Shared.Rent(geometry.Count);
        voxels.CopyTo(memory.Voxels);
        return new Volume(geometry, memory, slope, intercept) { Outside = outside };
    }

    /// <summary>Another owner of the same voxels: they are there until both are disposed. For those who hand a volume on and may be done before the other is.</summary>
    /// <exception cref="ObjectDisposedException">The volume was disposed.</exception>
    public Volume Share()
    {
        CheckNotDisposed();
        ObjectDisposedException.ThrowIf(!_memory.TryRetain(), this);
        return new Volume(this, _memory);
    }

    /// <summary>Gives the voxels back. Pictures that are being made are finished first; nothing can be read afterwards.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) _memory.Release();
    }

    /// <summary>The modality value of a voxel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such voxel.</exception>
    public double this[int column, int row, int slice]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Geometry.Columns);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Geometry.Rows);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slice, (uint)Geometry.Slices);
            CheckNotDisposed();
            return Voxels[((long)slice * Geometry.Rows + row) * Geometry.Columns + column] * Slope + Intercept;
        }
    }

    /// <summary>The modality value at a point of the patient, interpolated between eight voxels; <see cref="Background"/> outside.</summary>
    public double ValueAt(Vector3D point)
    {
        using VoxelUse use = Use();
        Span<float> value = stackalloc float[1];
        Vector3D voxel = Geometry.ToVoxel(point);
        VoxelSampler.SampleLine(this, voxel, Vector3D.Zero, VolumeInterpolation.Linear, Outside, value);
        return value[0] * Slope + Intercept;
    }

    /// <summary>Keeps the voxels in place while a picture is made of them.</summary>
    /// <exception cref="ObjectDisposedException">The volume was disposed.</exception>
    internal VoxelUse Use()
    {
        CheckNotDisposed();
        ObjectDisposedException.ThrowIf(!_memory.TryRetain(), this);
        return new VoxelUse(_memory);
    }

    private void CheckNotDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
}
