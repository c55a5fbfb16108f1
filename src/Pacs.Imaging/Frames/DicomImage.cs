using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Decoded frames of DICOM images.</summary>
public static class DicomImage
{
    /// <summary>Reads and decodes one frame of a file; the others stay where they are.</summary>
    /// <param name="file">The file. Must stay open while the frame is shown, since tables of its data set may still be in it.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="options">Codecs and limits.</param>
    /// <param name="ct">Cancels reading and decoding.</param>
    /// <returns>The frame; the caller disposes it. Of a native frame that is cut off, zeros stand for what is missing when at least half is there: <see cref="PixelFrame.IsPartial"/> says so.</returns>
    /// <exception cref="DicomImageException">The frame is corrupt, beyond the limits, or in a syntax that has no codec.</exception>
    /// <exception cref="DicomDataException">The pixel data is missing or broken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    /// <remarks>Who decodes many frames of one file creates a <see cref="FrameReader"/> once.</remarks>
    public static async ValueTask<PixelFrame> DecodeAsync(DicomFile file, int frame = 0, DecodeOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        FrameReader reader = await FrameReader.CreateAsync(file, ct).ConfigureAwait(false);
        using EncodedFrame encoded = await ReadAsync(reader, frame, options, ct).ConfigureAwait(false);
        return Decode(encoded, new FrameSource(file.Dataset, frame, file.TransferSyntax), options, ct);
    }

    /// <summary>Reads and decodes one of the frames that a reader found.</summary>
    /// <param name="reader">The frames. Several may be decoded at once.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="options">Codecs and limits.</param>
    /// <param name="ct">Cancels reading and decoding.</param>
    /// <returns>The frame; the caller disposes it.</returns>
    /// <exception cref="DicomImageException">The frame is corrupt, beyond the limits, or in a syntax that has no codec.</exception>
    /// <exception cref="DicomDataException">The frame is cut off.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public static async ValueTask<PixelFrame> DecodeAsync(FrameReader reader, int frame = 0, DecodeOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using EncodedFrame encoded = await ReadAsync(reader, frame, options, ct).ConfigureAwait(false);
        return Decode(encoded, new FrameSource(reader.Dataset, frame, reader.TransferSyntax), options, ct);
    }

    /// <summary>Decodes one frame.</summary>
    /// <param name="encoded">The frame, from a <see cref="FrameReader"/> or over DICOMweb. Stays the caller's.</param>
    /// <param name="dataset">The data set that describes it; its pixel data is not needed.</param>
    /// <param name="options">Codecs and limits.</param>
    /// <param name="ct">Cancels decoding.</param>
    /// <returns>The frame; the caller disposes it.</returns>
    /// <exception cref="DicomImageException">The frame is corrupt, beyond the limits, or in a syntax that has no codec.</exception>
    public static PixelFrame Decode(EncodedFrame encoded, DicomDataset dataset, DecodeOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        ArgumentNullException.ThrowIfNull(dataset);
        return Decode(encoded, new FrameSource(dataset, encoded.Frame), options, ct);
    }

    /// <summary>Decodes all frames and writes their stored pixels, one frame after the other: little endian words, interleaved by pixel; single bits run on from frame to frame.</summary>
    /// <param name="file">The file.</param>
    /// <param name="output">Takes the pixels, without padding at the end. Stays open.</param>
    /// <param name="options">Codecs and limits.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Frames written, and how many of them were cut off (<see cref="PixelFrame.IsPartial"/>).</returns>
    /// <exception cref="DicomImageException">A frame is corrupt, beyond the limits, or in a syntax that has no codec.</exception>
    /// <exception cref="DicomDataException">The pixel data is missing or broken.</exception>
    public static async ValueTask<(int Frames, int Partial)> WritePixelsAsync(DicomFile file, Stream output, DecodeOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(output);
        FrameReader reader = await FrameReader.CreateAsync(file, ct).ConfigureAwait(false);
        var bits = new BitJoiner();
        int partial = 0, frame = 0;
        do
        {
            using PixelFrame pixels = await DecodeAsync(reader, frame, options, ct).ConfigureAwait(false);
            if (pixels.IsPartial) partial++;
            using EncodedFrame joined = bits.Join(new EncodedFrame(frame, TransferSyntax.ExplicitVRLittleEndian, pixels.Memory), pixels.Layout.FrameBits, isLast: frame == reader.Count - 1);
            await output.WriteAsync(joined.Memory, ct).ConfigureAwait(false);
        }
        while (++frame < reader.Count);
        return (frame, partial);
    }

    private static ValueTask<EncodedFrame> ReadAsync(FrameReader reader, int frame, DecodeOptions? options, CancellationToken ct)
    {
        // An image without any frame is the file's fault, not the caller's.
        if (reader.Count == 0) throw new DicomImageException("The pixel data holds no frames.");
        return options is { Reductions: > 0 } or { EnoughSize: not null } && reader is { IsEncapsulated: true, IsVerbatim: true } && options.Codecs.FindDecoder(reader.TransferSyntax) is IResolutionCodec codec
            ? ReducedFrame.ReadAsync(reader, frame, codec, options, ct)
            : reader.ReadAvailableAsync(frame, ct);
    }

    private static PixelFrame Decode(EncodedFrame encoded, FrameSource source, DecodeOptions? options, CancellationToken ct)
    {
        options ??= DecodeOptions.Default;
        IFrameCodec codec = options.Codecs.RequireDecoder(encoded.TransferSyntax);
        PixelLayout declared = PixelLayout.Of(source.Dataset);
        var context = new CodecContext(declared, options.Limits, ct);
        if (codec is NativeCodec && encoded.Bytes.Length < declared.FrameLength && encoded.Bytes.Length >= declared.FrameLength / 2) return Complete(encoded, source, declared, options, ct);
        var resolutions = codec as IResolutionCodec;
        int reductions = resolutions is null ? 0 : ReducedFrame.Reductions(resolutions, encoded.Bytes, declared, options);
        PixelLayout layout = resolutions is null ? codec.ReadLayout(encoded.Bytes, declared) : resolutions.ReadReducedLayout(encoded.Bytes, declared, reductions);
        if (layout.FrameLength > options.Limits.MaxFrameLength) throw new DicomImageException($"The decoded frame has {layout.FrameLength} bytes; at most {options.Limits.MaxFrameLength} are allowed.");
        if (reductions > 0) source = source with { Dataset = ReducedAttributes.CopyWithoutPixels(source.Dataset, layout, reductions) };
        var pixels = PixelFrame.Rent(layout, source);
        try
        {
            if (resolutions is null) codec.Decode(encoded.Memory, declared, pixels.Memory, context);
            else (pixels.Missing, pixels.Reductions) = (resolutions.DecodeReduced(encoded.Memory, declared, reductions, pixels.Memory, context), reductions);
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    // A native frame that is cut off late is worth seeing, but must be told from a whole one.
    private static PixelFrame Complete(EncodedFrame cut, FrameSource source, PixelLayout declared, DecodeOptions options, CancellationToken ct)
    {
        using var whole = PixelFrame.Rent(declared);
        cut.Bytes.CopyTo(whole.Bytes);
        whole.Bytes[cut.Bytes.Length..].Clear();
        PixelFrame pixels = Decode(new EncodedFrame(cut.Frame, cut.TransferSyntax, whole.Memory), source, options, ct);
        pixels.Missing = $"the last {declared.FrameLength - cut.Bytes.Length} of {declared.FrameLength} bytes";
        return pixels;
    }
}
