namespace Pacs.Core;

/// <summary>Frames one after the other, without padding between them: single bits may begin within a byte (PS3.5 §8.1.1, PS3.3 §C.7.6.3).</summary>
internal sealed class NativeFrames : FrameLayout
{
    private readonly long _frameBits;
    private readonly long _length;
    private readonly int _wordSize;

    private NativeFrames(long frameBits, long length, int wordSize, int count)
    {
        _frameBits = frameBits;
        _length = length;
        _wordSize = wordSize;
        Count = count;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override bool IsVerbatim => _wordSize == 1 && _frameBits % 8 == 0;

    private long FrameLength => (_frameBits + 7) / 8;

    /// <summary>Finds the frames from the attributes that say their shape.</summary>
    /// <param name="value">The element that holds the pixels.</param>
    /// <param name="stated">Number of Frames (0028,0008), or null.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <exception cref="DicomDataException">The shape is missing, or impossible.</exception>
    public static NativeFrames Open(PixelValue value, int? stated, FrameFindings findings)
    {
        (DicomDataset dataset, DicomTag tag, ValueSource source) = (value.Dataset, value.Tag, value.Source);
        int samples = dataset.GetUInt16(DicomTag.SamplesPerPixel) ?? 1;
        bool isSubsampled = samples == 3 && dataset.GetString(DicomTag.PhotometricInterpretation) is "YBR_FULL_422" or "YBR_PARTIAL_422";
        long pixels = (long)Require(dataset, DicomTag.Rows) * Require(dataset, DicomTag.Columns);
        int bits = tag == DicomTag.FloatPixelData ? 32 : tag == DicomTag.DoubleFloatPixelData ? 64 : Require(dataset, DicomTag.BitsAllocated);
        long frameBits = FrameBits(pixels, isSubsampled ? 2 : samples, bits);
        int frames = stated ?? 1;
        Int128 there = (Int128)source.Length * 8;
        long whole = FrameBits(pixels, samples, bits);
        if (isSubsampled && there - (Int128)whole * frames is var surplus && surplus >= 0 && surplus <= 8)
        {
            // Decompressed JPEG often keeps the name of the subsampling that it no longer has.
            findings.Add(FindingKind.FrameCount, DicomTag.PhotometricInterpretation, 0, "The pixels are not subsampled, though Photometric Interpretation says so.");
            frameBits = whole;
        }

        Int128 wanted = ((Int128)frameBits * frames + 7) / 8;
        int count = frames;
        if (wanted > source.Length)
        {
            count = (int)Int128.Min(frames, (there + frameBits - 1) / frameBits);
            findings.Add(FindingKind.FrameCount, tag, 0, $"{frames} frames of {frameBits} bits are stated; {source.Length} bytes are there.");
        }
        else if (source.Length - wanted > 1)
        {
            findings.Add(FindingKind.FrameCount, tag, 0, $"{source.Length} bytes are there; {frames} frames of {frameBits} bits take {wanted}.");
        }

        return new NativeFrames(frameBits, source.Length, value.IsBigEndian ? value.VR.WordSize() : 1, count);
    }

    /// <inheritdoc/>
    /// <remarks>Whole words where words are turned round; whole bytes where bits are shifted.</remarks>
    public override ValueTask<IReadOnlyList<ByteRange>> RangesAsync(int frame, CancellationToken ct)
    {
        long end = Extent(frame).End;
        if (end > _length) throw new DicomDataException($"Frame {frame} ends at byte {end} of the value; {_length} are there.", ElementScanner.PixelDataTag);
        return AvailableRangesAsync(frame, ct);
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ByteRange>> AvailableRangesAsync(int frame, CancellationToken ct)
    {
        (long first, long end) = Extent(frame);
        first -= first % _wordSize;
        end = Math.Min(_length, (end + _wordSize - 1) / _wordSize * _wordSize);
        return ValueTask.FromResult<IReadOnlyList<ByteRange>>([new ByteRange(first, end - first)]);
    }

    /// <inheritdoc/>
    public override Range Unpack(int frame, Span<byte> bytes)
    {
        ByteOrder.Swap(bytes, _wordSize);
        int start = (int)(Extent(frame).First % _wordSize), length = (int)Math.Min(FrameLength, bytes.Length - start);
        Span<byte> pixels = bytes[start..];
        int shift = (int)((Int128)_frameBits * frame % 8);
        if (shift > 0)
        {
            for (int i = 0; i < length; i++)
                pixels[i] = (byte)(pixels[i] >> shift | (i + 1 < pixels.Length ? pixels[i + 1] << (8 - shift) : 0));
        }

        // The rest of the last byte belongs to the next frame.
        if (_frameBits % 8 is not 0 and long used && length == FrameLength) pixels[length - 1] &= (byte)((1 << (int)used) - 1);
        return start..(start + length);
    }

    private (long First, long End) Extent(int frame)
    {
        Int128 first = (Int128)_frameBits * frame;
        return ((long)(first / 8), (long)((first + _frameBits + 7) / 8));
    }

    private static long FrameBits(long pixels, int samples, int bits)
    {
        Int128 frameBits = (Int128)pixels * samples * bits;
        return frameBits > 0 && frameBits < long.MaxValue
            ? (long)frameBits
            : throw new DicomDataException($"A frame of {pixels} pixels, {samples} samples each, {bits} bits a sample is impossible.", ElementScanner.PixelDataTag);
    }

    private static int Require(DicomDataset dataset, DicomTag tag) =>
        dataset.GetUInt16(tag) is > 0 and { } value ? value : throw new DicomDataException("The shape of the pixels is missing.", tag);
}
