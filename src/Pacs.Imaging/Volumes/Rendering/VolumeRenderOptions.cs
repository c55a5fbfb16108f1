namespace Pacs.Imaging;

/// <summary>How a volume is drawn in space.</summary>
public sealed record VolumeRenderOptions
{
    /// <summary>The defaults.</summary>
    public static VolumeRenderOptions Default { get; } = new();

    /// <summary>Pixels a row. Default 512.</summary>
    public int Width { get; init; } = 512;

    /// <summary>Rows. Default 512.</summary>
    public int Height { get; init; } = 512;

    /// <summary>What is seen past the volume. Default black.</summary>
    public Rgb Background { get; init; } = Rgb.Black;

    /// <summary>What is drawn; null for all.</summary>
    public VoxelBox? Clip { get; init; }

    /// <summary>Distance of samples along a ray in mm; null takes half the finest spacing of the voxels: at a whole one steep functions show the steps.</summary>
    public double? SampleDistance { get; init; }

    /// <summary>Whether surfaces are shaded, by a lamp at the camera. Default true.</summary>
    public bool IsShaded { get; init; } = true;

    /// <summary>Light that reaches everything, from 0 to 1.</summary>
    public double Ambient { get; init; } = 0.25;

    /// <summary>Light that surfaces scatter, by the angle to the lamp.</summary>
    public double Diffuse { get; init; } = 0.75;

    /// <summary>Light that surfaces mirror.</summary>
    public double Specular { get; init; } = 0.2;

    /// <summary>How sharp the mirroring is.</summary>
    public double Shininess { get; init; } = 24;

    /// <summary>Threads. Default: as many as there are processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Where the threads come from. Default: the thread pool.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;
}
