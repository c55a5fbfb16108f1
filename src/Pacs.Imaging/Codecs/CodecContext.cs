namespace Pacs.Imaging;

/// <summary>The budget of one frame: memory and time derived from its size, and cancellation. Safe from several threads.</summary>
public sealed class CodecContext
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly TimeSpan _timeLimit;
    private readonly long _memoryLimit;
    private readonly CancellationToken _ct;
    private long _memory;

    /// <summary>Starts the budget of a frame.</summary>
    /// <param name="layout">What the data set declares: memory and time follow from it, not from what a stream claims.</param>
    /// <param name="options">The limits.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="DicomImageException">The frame is larger than <see cref="CodecOptions.MaxFrameLength"/>.</exception>
    public CodecContext(PixelLayout layout, CodecOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(layout);
        options ??= CodecOptions.Default;
        if (layout.FrameLength > options.MaxFrameLength)
            throw new DicomImageException($"A frame of {layout.Columns} x {layout.Rows} pixels has {layout.FrameLength} bytes; at most {options.MaxFrameLength} are allowed.");
        MaxDegreeOfParallelism = Math.Max(1, options.MaxDegreeOfParallelism);
        Scheduler = options.Scheduler;
        _clock = options.TimeProvider;
        _start = _clock.GetTimestamp();
        _timeLimit = options.TimeBase + options.TimePerMillionSamples * (layout.PixelCount * layout.SamplesPerPixel / 1e6);
        _memoryLimit = options.WorkingMemoryBase + (long)(options.WorkingMemoryFactor * layout.FrameLength);
        _ct = ct;
    }

    /// <summary>Threads that this frame may use; at least 1.</summary>
    public int MaxDegreeOfParallelism { get; }

    /// <summary>Where those beyond the calling one come from.</summary>
    public TaskScheduler Scheduler { get; }

    /// <summary>Cancels the work.</summary>
    public CancellationToken CancellationToken => _ct;

    /// <summary>Called once a row, a block or a scan: often enough to end soon, seldom enough to cost nothing.</summary>
    /// <exception cref="DicomImageException">The time is used up.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public void Checkpoint()
    {
        _ct.ThrowIfCancellationRequested();
        if (_clock.GetElapsedTime(_start) > _timeLimit)
            throw new DicomImageException($"The frame took longer than the {_timeLimit.TotalSeconds:0.0} s that its size allows.");
    }

    /// <summary>Counts working memory before it is taken.</summary>
    /// <exception cref="DicomImageException">It would exceed the frame's budget.</exception>
    public void Reserve(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (Interlocked.Add(ref _memory, bytes) > _memoryLimit)
            throw new DicomImageException($"The frame asks for {bytes} more bytes of working memory; its size allows {_memoryLimit} in all.");
    }

    /// <summary>Gives back what <see cref="Reserve"/> counted.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _memory, -bytes);
}
