namespace Pacs.Imaging;

/// <summary>How a series is put together, and within which limits.</summary>
public sealed record VolumeOptions
{
    /// <summary>The defaults.</summary>
    public static VolumeOptions Default { get; } = new();

    /// <summary>Most bytes that the voxels may take. Default 2 GiB: a thousand million of them.</summary>
    public long MaxLength { get; init; } = 2L << 30;

    /// <summary>Where the memory of the voxels comes from and goes back to. Default: <see cref="VoxelPool.Shared"/>.</summary>
    public VoxelPool Pool { get; init; } = VoxelPool.Shared;

    /// <summary>Which image is taken where several lie at the same place (phases, echoes, repetitions), from 0 in the order of acquisition. Null refuses such a series unless single images were sent twice.</summary>
    public int? Occurrence { get; init; }

    /// <summary>Whether slices at uneven distances are interpolated to even ones. Default true; otherwise they are refused.</summary>
    public bool ResamplesUneven { get; init; } = true;

    /// <summary>Widest gap between slices that is bridged, as a multiple of their usual distance. Default 4.</summary>
    public double MaxGap { get; init; } = 4;

    /// <summary>Threads that decode. Default: as many as there are processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Codecs and limits of each frame.</summary>
    public DecodeOptions Decode { get; init; } = DecodeOptions.Default;

    /// <summary>Hears how many slices are done, and of how many; called from several threads. Null when nobody asks.</summary>
    public Action<int, int>? Progress { get; init; }
}
