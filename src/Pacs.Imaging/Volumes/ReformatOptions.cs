namespace Pacs.Imaging;

/// <summary>How a slice is cut out of a volume.</summary>
public sealed record ReformatOptions
{
    /// <summary>The defaults: a thin slice.</summary>
    public static ReformatOptions Default { get; } = new();

    /// <summary>Between voxels. Default linear.</summary>
    public VolumeInterpolation Interpolation { get; init; }

    /// <summary>Extent across the plane in mm, half of it on each side; 0 is a thin slice, infinity all of the volume.</summary>
    public double Thickness { get; init; }

    /// <summary>What is shown of a slab.</summary>
    public SlabMode Slab { get; init; }

    /// <summary>Distance of the samples across a slab in mm; null takes the finest spacing of the voxels and, where the slab is all of the volume, a sample in each layer of voxels.</summary>
    public double? SampleDistance { get; init; }

    /// <summary>Threads. Default: as many as there are processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Where the threads come from. Default: the thread pool.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    internal ParallelOptions ToParallel(CancellationToken ct) => new() { MaxDegreeOfParallelism = Math.Max(1, MaxDegreeOfParallelism), TaskScheduler = Scheduler, CancellationToken = ct };
}
