using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Changes the transfer syntax of images: frames are decoded and encoded, several at a time, and the data set says what became of them. Safe from any thread.</summary>
/// <remarks>
/// What fits is not touched: between uncompressed syntaxes, and where the stream already is what the target allows, frames keep their bytes.
/// Neither all frames of the source nor all of the result are in memory at once.
/// </remarks>
public sealed class Transcoder(TranscodeOptions? options = null)
{
    private readonly TranscodeOptions _options = options ?? TranscodeOptions.Default;

    /// <summary>Whether images in one syntax can become images in another.</summary>
    public bool CanTranscode(TransferSyntax from, TransferSyntax to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return SyntaxFit.IsUntouched(from, to) || _options.Codecs.FindDecoder(from) is not null && _options.Codecs.FindEncoder(to) is not null;
    }

    /// <summary>Makes a file in another syntax of an image, or of anything else that has no pixel data.</summary>
    /// <param name="file">Not changed. Must stay open until the result was saved, since large values that do not change are copied from it then.</param>
    /// <param name="target">The syntax wanted.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The new file; the caller saves and disposes it. An image that lost information, or was halved, has a new SOP Instance UID and names its source (PS3.3 §C.7.6.1.1.5).</returns>
    /// <exception cref="DicomImageException">A frame is corrupt or beyond the limits, or there is no codec for one of the syntaxes, or the target cannot hold these pixels.</exception>
    /// <exception cref="DicomDataException">The pixel data is broken.</exception>
    public async ValueTask<DicomFile> TranscodeAsync(DicomFile file, TransferSyntax target, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(target);
        bool hasPixels = file.Dataset.Contains(DicomTag.PixelData) || file.Dataset.Contains(DicomTag.FloatPixelData) || file.Dataset.Contains(DicomTag.DoubleFloatPixelData);
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Reductions, nameof(TranscodeOptions));
        if (!hasPixels || (_options.Reductions == 0 && SyntaxFit.IsUntouched(file.TransferSyntax, target))) return new DicomFile(file.Dataset.Copy(), target);

        _options.Codecs.RequireDecoder(file.TransferSyntax);
        IFrameCodec encoder = _options.Codecs.RequireEncoder(target);
        var declared = PixelLayout.Of(file.Dataset);
        if (declared.Format != SampleFormat.Integer) throw new DicomImageException($"Pixels of {declared.Format} cannot be compressed: no syntax holds them (PS3.5 §8.2).");
        FrameReader reader = await FrameReader.CreateAsync(file, ct).ConfigureAwait(false);
        if (reader.Count == 0) throw new DicomImageException("The image has no frames.");
        using var spool = new FrameSpool(reader.Count, target.IsEncapsulated, _options.Spool);
        var job = new TranscodeJob(reader, declared, _options.Codecs.RequireDecoder(reader.TransferSyntax), encoder, target, _options);
        await foreach (EncodedFrame frame in job.RunAsync(ct).ConfigureAwait(false))
            using (frame) await spool.AddAsync(frame.Memory, ct).ConfigureAwait(false);

        DicomDataset dataset = file.Dataset.Copy();
        PixelAttributes.Apply(dataset, declared, job.Layout!, reader.Count);
        if (_options.Reductions > 0) ReducedAttributes.Apply(dataset, job.Layout!, _options.Reductions);
        LossHistory.Apply(dataset, file, target, new LossHistory.Sizes(job.NativeLength, job.SourceLength, spool.Length), _options);
        return await spool.CompleteAsync(dataset, target, declared.BitsAllocated > 8 || !target.IsExplicitVR ? DicomVR.OW : DicomVR.OB, ct).ConfigureAwait(false);
    }

    /// <summary>Makes a frame in another syntax of one frame, as DICOMweb sends them: without a data set to go with it.</summary>
    /// <param name="frame">The frame. Stays the caller's.</param>
    /// <param name="dataset">The data set that describes it; its pixel data is not needed.</param>
    /// <param name="target">The syntax wanted; Explicit VR Little Endian for native pixels.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The new frame, and the layout that it decodes to; the caller disposes the frame.</returns>
    /// <exception cref="DicomImageException">The frame is corrupt or beyond the limits, or there is no codec for one of the syntaxes, or the target cannot hold these pixels.</exception>
    public (EncodedFrame Frame, PixelLayout Layout) Transcode(EncodedFrame frame, DicomDataset dataset, TransferSyntax target, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(target);
        IFrameCodec encoder = _options.Codecs.RequireEncoder(target);
        using PixelFrame pixels = FrameRecoding.Decode(frame, PixelLayout.Of(dataset), _options.Codecs.RequireDecoder(frame.TransferSyntax), _options, ct);
        return FrameRecoding.Encode(pixels, frame.Frame, encoder, target, _options, ct);
    }
}
