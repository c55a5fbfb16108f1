namespace Pacs.Imaging;

/// <summary>Limits of one frame's decoding or encoding, and on how many threads it may run.</summary>
public sealed record CodecOptions
{
    /// <summary>The defaults.</summary>
    public static CodecOptions Default { get; } = new();

    /// <summary>Most bytes a decoded frame may have. Default 1 GiB.</summary>
    public long MaxFrameLength { get; init; } = 1L << 30;

    /// <summary>Working memory allowed on top of the decoded frame, as a multiple of it. Default 8.</summary>
    public double WorkingMemoryFactor { get; init; } = 8;

    /// <summary>Working memory allowed whatever the frame's size, in bytes. Default 16 MiB.</summary>
    public long WorkingMemoryBase { get; init; } = 16 * 1024 * 1024;

    /// <summary>Time allowed whatever the frame's size. Default 5 s.</summary>
    public TimeSpan TimeBase { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time allowed for each million samples on top. Default 1 s: a hundred times what a healthy frame takes.</summary>
    public TimeSpan TimePerMillionSamples { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Threads a single frame may use; 1 keeps to the calling thread. Default 1, since many frames are best decoded one a thread.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>Where the threads of a single frame beyond the calling one come from. Default: the thread pool.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>The clock of the time limit.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
