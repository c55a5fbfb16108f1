using System.Buffers;

namespace Pacs.Core;

/// <summary>Reads single frames of a data set's pixel data, native or encapsulated, each by its byte range and without the rest.</summary>
/// <remarks>
/// Pixel Data (7FE0,0010), Float (7FE0,0008) and Double Float Pixel Data (7FE0,0009). Holds nothing open: the file, or the stored object,
/// must stay so while frames are read. Safe from any thread, as far as what it reads from is.
/// </remarks>
public sealed class FrameReader
{
    private readonly ValueSource _source;
    private readonly FrameLayout _layout;
    private readonly FrameFindings _findings;

    private FrameReader(PixelValue value, TransferSyntax syntax, FrameLayout layout, FrameFindings findings)
    {
        Dataset = value.Dataset;
        Tag = value.Tag;
        TransferSyntax = syntax;
        _source = value.Source;
        _layout = layout;
        _findings = findings;
    }

    /// <summary>The data set whose pixels these are.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>The element that holds the pixels.</summary>
    public DicomTag Tag { get; }

    /// <summary>How the frames that <see cref="ReadAsync(int, CancellationToken)"/> gives are encoded. Explicit VR Little Endian for native pixels, whatever the data set's own syntax.</summary>
    public TransferSyntax TransferSyntax { get; }

    /// <summary>Whether the frames are a codec's bit streams, in fragments.</summary>
    public bool IsEncapsulated => _layout is EncapsulatedFrames;

    /// <summary>Frames that are there: what Number of Frames (0028,0008) says, as far as the pixel data bears it out. A video stream counts as one.</summary>
    /// <remarks>Gets smaller when reading a frame shows that the offset table was wrong.</remarks>
    public int Count => _layout.Count;

    /// <summary>What was wrong with tables, fragments and counts, as far as it has shown by now.</summary>
    public IReadOnlyList<ValidationFinding> Findings => _findings.ToList();

    /// <summary>Where the ranges of <see cref="GetRangesAsync"/> count from: the value's first byte, in bytes from the start of the file (for a stored object: of its data set). Null when the value is in memory.</summary>
    public long? ValueOffset => _source.Offset;

    /// <summary>Whether a frame is the bytes of its ranges as they stand. False where big endian words must be turned round, or where frames of single bits begin within a byte.</summary>
    public bool IsVerbatim => _layout.IsVerbatim;

    /// <summary>Finds the frames of a file. Tables and fragment headers are read, no pixels.</summary>
    /// <exception cref="DicomDataException">There is no pixel data, its shape is missing, or its fragments cannot be told apart.</exception>
    public static ValueTask<FrameReader> CreateAsync(DicomFile file, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return CreateAsync(file.Dataset, file.TransferSyntax, ct);
    }

    /// <summary>Finds the frames of a data set. Completes at once when its pixel data is in memory.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="syntax">How its pixel data is encoded.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="DicomDataException">There is no pixel data, its shape is missing, or its fragments cannot be told apart.</exception>
    public static ValueTask<FrameReader> CreateAsync(DicomDataset dataset, TransferSyntax syntax, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(syntax);
        return CreateAsync(PixelValue.Find(dataset), syntax, ct);
    }

    /// <summary>Finds the frames of an object as an archive keeps it: its header is read, then only what a frame needs.</summary>
    /// <param name="stored">The encoded data set; it must stay open while frames are read. One frame at a time.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <remarks>A deflated data set cannot be read by range: it is inflated into memory.</remarks>
    /// <exception cref="DicomDataException">There is no pixel data, its shape is missing, or its fragments cannot be told apart.</exception>
    public static async ValueTask<FrameReader> CreateAsync(IEncodedDataset stored, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stored);
        PixelValue value = await StoredPixelValue.FindAsync(stored, ct).ConfigureAwait(false);
        return await CreateAsync(value, stored.TransferSyntax, ct).ConfigureAwait(false);
    }

    /// <summary>Reads one frame.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <returns>The frame; the caller disposes it. A view where the frame is in memory in one piece, else pooled memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    /// <exception cref="DicomDataException">The frame is cut off, larger than an array, or the offset table is wrong and there are fewer frames than it said.</exception>
    public async ValueTask<EncodedFrame> ReadAsync(int frame, CancellationToken ct = default) =>
        await ReadAsync(frame, await GetRangesAsync(frame, ct).ConfigureAwait(false), ct).ConfigureAwait(false);

    /// <summary>As <see cref="ReadAsync(int, CancellationToken)"/>, but of a native frame that is cut off comes what is there: fewer bytes than its shape asks for.</summary>
    /// <inheritdoc cref="ReadAsync(int, CancellationToken)"/>
    public async ValueTask<EncodedFrame> ReadAvailableAsync(int frame, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Count);
        return await ReadAsync(frame, await _layout.AvailableRangesAsync(frame, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    /// <summary>Reads the beginning of a frame: for its head, or for the smaller picture that some codecs begin with.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="length">Bytes wanted, at least 1.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <returns>So many bytes of the frame, or all that it has; the caller disposes them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    /// <exception cref="NotSupportedException">The frame is not the bytes of its ranges: <see cref="IsVerbatim"/> is false.</exception>
    /// <exception cref="DicomDataException">The frame is cut off before <paramref name="length"/>, or the offset table is wrong and there are fewer frames than it said.</exception>
    public async ValueTask<EncodedFrame> ReadBeginningAsync(int frame, int length, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (!_layout.IsVerbatim) throw new NotSupportedException("These frames are not the bytes that are stored.");
        var beginning = new List<ByteRange>();
        long left = length;
        foreach (ByteRange range in await _layout.AvailableRangesAsync(frame, ct).ConfigureAwait(false))
        {
            if (left <= 0) break;
            beginning.Add(range with { Length = Math.Min(range.Length, left) });
            left -= range.Length;
        }

        return await ReadAsync(frame, beginning, ct).ConfigureAwait(false);
    }

    private async ValueTask<EncodedFrame> ReadAsync(int frame, IReadOnlyList<ByteRange> ranges, CancellationToken ct)
    {
        if (ranges.Count == 1 && _layout.IsVerbatim && _source.Memory is { } memory)
            return new EncodedFrame(frame, TransferSyntax, memory.Slice((int)ranges[0].Offset, (int)ranges[0].Length));
        long length = 0;
        foreach (ByteRange range in ranges) length += range.Length;
        if (length > Array.MaxLength) throw new DicomDataException($"Frame {frame} has {length} bytes, more than an array can hold.", Tag);
        byte[] pooled = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            int done = 0;
            foreach (ByteRange range in ranges)
            {
                int read = await _source.ReadAsync(range.Offset, pooled.AsMemory(done, (int)range.Length), ct).ConfigureAwait(false);
                if (read < range.Length) throw new DicomDataException($"Frame {frame} ends after {done + read} of {length} bytes.", Tag, range.Offset + read);
                done += read;
            }

            (int offset, int used) = _layout.Unpack(frame, pooled.AsSpan(0, done)).GetOffsetAndLength(done);
            return new EncodedFrame(frame, TransferSyntax, pooled, offset, used);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(pooled);
            throw;
        }
    }

    /// <summary>The bytes that hold a frame, for senders that copy from file to network: its fragments without their headers, or its native bytes.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <returns>In order, from <see cref="ValueOffset"/> on. Not the frame itself where <see cref="IsVerbatim"/> is false.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    /// <exception cref="DicomDataException">The frame is cut off, or the offset table is wrong and there are fewer frames than it said.</exception>
    public ValueTask<IReadOnlyList<ByteRange>> GetRangesAsync(int frame, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Count);
        return _layout.RangesAsync(frame, ct);
    }

    private static async ValueTask<FrameReader> CreateAsync(PixelValue value, TransferSyntax syntax, CancellationToken ct)
    {
        var findings = new FrameFindings();
        int? stated = value.Dataset.GetInt32(DicomTag.NumberOfFrames);
        if (stated < 1)
        {
            findings.Add(FindingKind.FrameCount, DicomTag.NumberOfFrames, 0, $"Number of Frames is {stated}.");
            stated = null;
        }

        if (await IsEncapsulatedAsync(value, syntax, findings, ct).ConfigureAwait(false))
        {
            // A syntax for native pixels says nothing of a codec.
            if (!syntax.IsEncapsulated) syntax = TransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian;
            EncapsulatedFrames frames = await EncapsulatedFrames.OpenAsync(value, syntax, stated, findings, ct).ConfigureAwait(false);
            return new FrameReader(value, syntax, frames, findings);
        }

        return new FrameReader(value, TransferSyntax.ExplicitVRLittleEndian, NativeFrames.Open(value, stated, findings), findings);
    }

    /// <summary>Believes the element more than the transfer syntax.</summary>
    private static async ValueTask<bool> IsEncapsulatedAsync(PixelValue value, TransferSyntax syntax, FrameFindings findings, CancellationToken ct)
    {
        if (value.IsUndefinedLength)
        {
            if (!syntax.IsEncapsulated) findings.Add(FindingKind.TransferSyntax, value.Tag, 0, $"The pixel data is encapsulated, but {syntax} has native pixel data.");
            return true;
        }

        if (!syntax.IsEncapsulated) return false;
        byte[] start = new byte[4];
        bool hasItems = await value.Source.ReadAsync(0, start, ct).ConfigureAwait(false) == 4 && ElementScanner.ReadTag(start, isBigEndian: false) == ElementScanner.Item;
        findings.Add(FindingKind.TransferSyntax, value.Tag, 0, hasItems ? "The encapsulated pixel data states a length." : $"The pixel data is native, but {syntax} has encapsulated pixel data.");
        return hasItems;
    }
}
