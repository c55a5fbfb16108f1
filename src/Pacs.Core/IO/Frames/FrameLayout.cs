namespace Pacs.Core;

/// <summary>Where the frames of one pixel data value are.</summary>
internal abstract class FrameLayout
{
    /// <summary>Frames there are.</summary>
    public abstract int Count { get; }

    /// <summary>The ranges that hold a frame, in order, within the value.</summary>
    public abstract ValueTask<IReadOnlyList<ByteRange>> RangesAsync(int frame, CancellationToken ct);

    /// <summary>Makes of the bytes of a frame's ranges what the frame is; where it stands in them afterwards.</summary>
    public virtual Range Unpack(int frame, Span<byte> bytes) => Range.All;

    /// <summary>Whether a frame's bytes are those in its ranges.</summary>
    public virtual bool IsVerbatim => true;
}
