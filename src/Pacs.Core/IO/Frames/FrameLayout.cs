namespace Pacs.Core;

/// <summary>Where the frames of one pixel data value are.</summary>
internal abstract class FrameLayout
{
    /// <summary>Frames there are.</summary>
    public abstract int Count { get; }

    /// <summary>The ranges that hold a frame, in order, within the value.</summary>
    public abstract ValueTask<IReadOnlyList<ByteRange>> RangesAsync(int frame, CancellationToken ct);

    /// <summary>As <see cref="RangesAsync"/>; of a frame that is cut off, what is there.</summary>
    public virtual ValueTask<IReadOnlyList<ByteRange>> AvailableRangesAsync(int frame, CancellationToken ct) => RangesAsync(frame, ct);

    /// <summary>Makes of the bytes of a frame's ranges what the frame is; where it stands in them afterwards.</summary>
    public virtual Range Unpack(int frame, Span<byte> bytes) => Range.All;

    /// <summary>Whether a frame's bytes are those in its ranges.</summary>
    public virtual bool IsVerbatim => true;
}
