using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Reads a stream from its first marker to its last.</summary>
internal sealed class JpegDecoder : IDisposable
{
    private readonly JpegTables _tables = new();
    private JpegFrame? _frame;
    private JpegEntropy? _entropy;
    private bool _hasEnd;

    /// <summary>The layout that a stream decodes to.</summary>
    public static PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared)
    {
        using var decoder = new JpegDecoder();
        var reader = new JpegMarkerReader(encoded);
        reader.Start();
        if (!decoder.TryReadToScan(ref reader, out _) || decoder._frame is null) throw new DicomImageException("The stream has no scan.", reader.Offset);
        decoder._frame.Match(declared);
        return JpegInterpretation.Layout(decoder._frame, decoder._tables, declared);
    }

    /// <summary>Decodes a stream whole.</summary>
    /// <returns>The layout of <paramref name="pixels"/>.</returns>
    public static PixelLayout Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Span<byte> pixels, CodecContext context)
    {
        using var decoder = new JpegDecoder();
        return decoder.Run(encoded, declared, pixels, context);
    }

    public void Dispose()
    {
        _frame?.Dispose();
        _entropy?.Dispose();
    }

    private PixelLayout Run(ReadOnlyMemory<byte> encoded, PixelLayout declared, Span<byte> pixels, CodecContext context)
    {
        var reader = new JpegMarkerReader(encoded.Span);
        reader.Start();
        PixelLayout? layout = null;
        JpegColorTransform transform = default;
        while (TryReadToScan(ref reader, out ReadOnlySpan<byte> segment))
        {
            JpegFrame frame = _frame ?? throw new DicomImageException("A scan comes before the frame header.", reader.Offset);
            if (layout is null)
            {
                // What the image means is settled by its first scan, so that it is as ReadLayout said.
                frame.Match(declared);
                layout = JpegInterpretation.Layout(frame, _tables, declared);
                transform = JpegInterpretation.Transform(frame, _tables, declared.Photometric);
                if (pixels.Length < layout.FrameLength) throw new ArgumentException($"The frame has {layout.FrameLength} bytes; there is room for {pixels.Length}.", nameof(pixels));
                frame.Allocate(context);
                _entropy = new JpegEntropy(encoded, reader.Offset, context);
            }

            _entropy!.Offset = reader.Offset;
            DecodeScan(frame, JpegScan.Parse(segment, frame, reader.Offset), _entropy, context, reader.Offset);
            reader.Offset = _entropy.Offset;

            // Nothing that could follow the last component of a sequential frame would change it.
            if (!frame.IsProgressive && Array.TrueForAll(frame.Components, component => component.IsComplete)) break;
        }

        if (layout is null || _frame is null) throw new DicomImageException("The stream has no scan.", reader.Offset);
        Finish(_frame, reader, context);
        JpegOutput.Write(_frame, transform, layout, pixels[..(int)layout.FrameLength], context);
        return layout;
    }

    // To the next scan header; false when the image ends before.
    private bool TryReadToScan(ref JpegMarkerReader reader, out ReadOnlySpan<byte> scan)
    {
        scan = default;
        while (reader.TryNext(out byte marker))
        {
            if (marker == JpegMarker.EndOfImage)
            {
                _hasEnd = true;
                return false;
            }

            if (JpegMarker.Refusal(marker) is { } kind) throw new DicomImageException($"The stream is {kind}, which is not decoded (marker 0x{marker:X2}).", reader.Offset);
            if (JpegMarker.IsAlone(marker)) continue;
            long offset = reader.Offset;
            ReadOnlySpan<byte> segment = reader.Segment(marker);
            if (marker == JpegMarker.StartOfScan)
            {
                scan = segment;
                return true;
            }

            if (JpegMarker.IsFrame(marker))
            {
                if (_frame is not null) throw new DicomImageException("The stream has a second frame header.", offset);
                _frame = JpegFrame.Parse(marker, segment, offset);
            }
            else if (marker == JpegMarker.NumberOfLines)
            {
                CheckLines(segment, offset);
            }
            else
            {
                _tables.Read(marker, segment, offset);
            }
        }

        return false;
    }

    private void CheckLines(ReadOnlySpan<byte> segment, long offset)
    {
        if (segment.Length < 2 || _frame is null) throw new DicomImageException("A segment with the number of lines is cut short, or before the frame header.", offset);
        int lines = BinaryPrimitives.ReadUInt16BigEndian(segment);
        if (lines != _frame.Rows) throw new DicomImageException($"The stream has {lines} rows by its DNL segment; {_frame.Rows} were expected.", offset);
    }

    private void DecodeScan(JpegFrame frame, JpegScan scan, JpegEntropy entropy, CodecContext context, long offset)
    {
        if (frame.IsProgressive) JpegProgressiveScan.Advance(scan, offset);
        foreach (JpegScanComponent part in scan.Components)
        {
            JpegComponent component = part.Component;
            if (component.IsComplete && !frame.IsProgressive) throw new DicomImageException($"Component {component.Id} has a second scan.", offset);
            component.IsComplete = true;
            if (!frame.IsLossless) component.Quantizer ??= _tables.Quantizer(component.Quantization, offset);
            AssignTables(frame, scan, part, offset);
        }

        if (frame.IsLossless) JpegLosslessScan.Decode(scan, frame.Precision, entropy, _tables.RestartInterval, context, offset);
        else if (frame.IsProgressive) JpegProgressiveScan.Decode(scan, entropy, _tables.RestartInterval, context);
        else if (frame.Precision == 8) JpegSequentialScan.Decode<byte>(scan, entropy, _tables.RestartInterval, context);
        else JpegSequentialScan.Decode<ushort>(scan, entropy, _tables.RestartInterval, context);
    }

    private void AssignTables(JpegFrame frame, JpegScan scan, JpegScanComponent part, long offset)
    {
        bool needsDc = !frame.IsProgressive || (scan.First == 0 && scan.High == 0), needsAc = frame.IsProgressive ? scan.First > 0 : !frame.IsLossless;
        if (needsDc) part.DcTable = _tables.Decoder(isAc: false, part.DcSelector, JpegCoding.Difference, offset);
        if (needsAc) part.AcTable = _tables.Decoder(isAc: true, part.AcSelector, frame.IsProgressive ? JpegCoding.Progressive : JpegCoding.Sequential, offset);
    }

    // What is missing is an error: half an image must not pass for a whole one.
    private void Finish(JpegFrame frame, JpegMarkerReader reader, CodecContext context)
    {
        foreach (JpegComponent component in frame.Components)
        {
            if (!component.IsComplete) throw new DicomImageException($"The stream ends before component {component.Id} has come.", reader.Offset);
            if (!frame.IsProgressive) continue;
            if (component.Progress![0] < 0 || (!_hasEnd && Array.Exists(component.Progress, left => left != 0)))
                throw new DicomImageException($"The stream ends before component {component.Id} is complete.", reader.Offset);
            if (frame.Precision == 8) JpegProgressiveScan.Finish<byte>(component, context);
            else JpegProgressiveScan.Finish<ushort>(component, context);
        }
    }
}
