using System.Buffers;

namespace Pacs.Imaging;

/// <summary>Encodes a frame of one scan, sequential, of 8 or 12 bits (ISO/IEC 10918-1 §F.1).</summary>
internal sealed class JpegLossyEncoder : IDisposable
{
    private readonly JpegStrip _strip;
    private readonly PixelLayout _layout;
    private readonly int _precision;
    private readonly short[][] _quantizers;
    private readonly float[][] _divisors;
    private readonly JpegBlockPair[]? _pairs;
    private readonly CodecContext _context;

    private JpegLossyEncoder(PixelLayout layout, int precision, EncodeOptions options, CodecContext context)
    {
        (_layout, _precision, _context) = (layout, precision, context);
        bool isColor = layout.SamplesPerPixel == 3;
        int horizontal = isColor && options.ChromaSubsampling != ChromaSubsampling.None ? 2 : 1, vertical = isColor && options.ChromaSubsampling == ChromaSubsampling.Both ? 2 : 1;
        _strip = new JpegStrip(layout, precision, horizontal, vertical, context);
        _quantizers = [.. Enumerable.Range(0, isColor ? 2 : 1).Select(i => JpegStandardTables.Quantizer(isChroma: i == 1, options.Quality))];
        _divisors = [.. _quantizers.Select(table => JpegForwardDct.Divisors(table))];
        if (precision == 8 && JpegBlockPair.IsSupported) _pairs = [.. _divisors.Select(divisors => new JpegBlockPair(divisors))];
    }

    /// <summary>Coefficients of a row of units.</summary>
    private int RowLength => _strip.UnitsAcross * ((_strip.Horizontal * _strip.Vertical) + _layout.SamplesPerPixel - 1) * 64;

    /// <param name="pixels">A native frame of 8 or 16 bits allocated, unsigned, gray, RGB or YCbCr.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="marker">SOF0 or SOF1.</param>
    /// <param name="precision">8, or 12 for SOF1.</param>
    /// <param name="options">Quality, subsampling, codes.</param>
    /// <param name="output">Takes the stream.</param>
    /// <param name="context">Limits.</param>
    public static void Encode(ReadOnlySpan<byte> pixels, PixelLayout layout, byte marker, int precision, EncodeOptions options, IBufferWriter<byte> output, CodecContext context)
    {
        using var encoder = new JpegLossyEncoder(layout, precision, options, context);
        using var writer = new JpegBitWriter(output);

        // The codes of Annex K have no symbols for the larger coefficients of 12 bits.
        if (options.OptimizeHuffman || precision > 8) encoder.EncodeMeasured(pixels, marker, writer);
        else encoder.EncodeDirectly(pixels, marker, writer);
        writer.Align();
        writer.Marker(JpegMarker.EndOfImage);
        writer.Flush();
    }

    public void Dispose() => _strip.Dispose();

    private void EncodeDirectly(ReadOnlySpan<byte> pixels, byte marker, JpegBitWriter writer)
    {
        WriteHeader(writer, marker, JpegStandardTables.Codes);
        var sink = new JpegSymbolWriter(writer, JpegStandardTables.Codes);
        short[] blocks = ArrayPool<short>.Shared.Rent(RowLength);
        try
        {
            Span<int> predictions = stackalloc int[3];
            predictions.Clear();
            for (int row = 0; row < _strip.UnitsDown; row++)
            {
                _context.Checkpoint();
                TransformRow(pixels, row, blocks.AsSpan(0, RowLength));
                CodeRow(blocks.AsSpan(0, RowLength), predictions, ref sink);
            }

            sink.Finish();
        }
        finally
        {
            ArrayPool<short>.Shared.Return(blocks);
        }
    }

    // All coefficients are kept until the symbols have been counted.
    private void EncodeMeasured(ReadOnlySpan<byte> pixels, byte marker, JpegBitWriter writer)
    {
        long length = (long)RowLength * _strip.UnitsDown;
        _context.Reserve(length * sizeof(short));
        if (length > Array.MaxLength) throw new DicomImageException($"The frame has {length} coefficients, more than memory can hold in one piece.");
        short[] blocks = ArrayPool<short>.Shared.Rent((int)length);
        try
        {
            var counts = new JpegSymbolCounts();
            Span<int> predictions = stackalloc int[3];
            predictions.Clear();
            for (int row = 0; row < _strip.UnitsDown; row++)
            {
                _context.Checkpoint();
                TransformRow(pixels, row, blocks.AsSpan(row * RowLength, RowLength));
                CodeRow(blocks.AsSpan(row * RowLength, RowLength), predictions, ref counts);
            }

            JpegHuffmanCode[] codes = [.. Enumerable.Range(0, 4).Select(i => i % 2 < _quantizers.Length ? JpegCodeBuilder.Build(counts[i]) : JpegStandardTables.Codes[i])];
            WriteHeader(writer, marker, codes);
            var sink = new JpegSymbolWriter(writer, codes);
            predictions.Clear();
            for (int row = 0; row < _strip.UnitsDown; row++)
            {
                _context.Checkpoint();
                CodeRow(blocks.AsSpan(row * RowLength, RowLength), predictions, ref sink);
            }

            sink.Finish();
        }
        finally
        {
            ArrayPool<short>.Shared.Return(blocks);
        }
    }

    private void WriteHeader(JpegBitWriter writer, byte marker, JpegHuffmanCode[] codes)
    {
        JpegHeaderWriter.StartJfif(writer);
        for (int i = 0; i < _quantizers.Length; i++) JpegHeaderWriter.Quantizer(writer, i, _quantizers[i]);
        JpegHeaderWriter.Frame(writer, marker, _precision, _layout, _strip.Horizontal, _strip.Vertical);
        for (int i = 0; i < 2 * _quantizers.Length; i++)
        {
            bool isAc = i % 2 == 1;
            JpegHeaderWriter.Code(writer, isAc, i / 2, codes[(isAc ? 2 : 0) + (i / 2)]);
        }

        JpegHeaderWriter.Scan(writer, _layout.SamplesPerPixel, isOneTable: false, first: 0, last: 63);
    }

    // Quantized blocks of a row of units, each in zigzag order, in the order of the scan: a unit has those of the first component, row by row, then one of each other.
    private void TransformRow(ReadOnlySpan<byte> pixels, int row, Span<short> blocks)
    {
        _strip.Load(pixels, row);
        int lumaBlocks = _strip.Horizontal * _strip.Vertical, unitLength = (lumaBlocks + _layout.SamplesPerPixel - 1) * 64;
        for (int line = 0; line < _strip.Vertical; line++)
            TransformLine(_strip.Plane(0)[(line * 8 * _strip.Stride(0))..], _strip.Stride(0), 0, blocks[(line * _strip.Horizontal * 64)..], _strip.Horizontal, unitLength);
        for (int component = 1; component < _layout.SamplesPerPixel; component++)
            TransformLine(_strip.Plane(component), _strip.Stride(component), 1, blocks[((lumaBlocks + component - 1) * 64)..], 1, unitLength);
    }

    // A line of blocks of one component, of which so many neighbours belong to one unit.
    private void TransformLine(ReadOnlySpan<ushort> plane, int stride, int selector, Span<short> blocks, int perUnit, int unitLength)
    {
        int count = _strip.UnitsAcross * perUnit, i = 0;
        if (_pairs is not null)
            for (; i + 1 < count; i += 2) _pairs[selector].Transform(plane[(i * 8)..], stride, Place(blocks, i), Place(blocks, i + 1));
        Span<short> block = stackalloc short[64];
        for (; i < count; i++)
        {
            JpegForwardDct.Transform(plane[(i * 8)..], stride, _precision, _divisors[selector], block);
            JpegForwardDct.Order(block, Place(blocks, i));
        }

        Span<short> Place(Span<short> all, int number) => all.Slice((number / perUnit * unitLength) + (number % perUnit * 64), 64);
    }

    private void CodeRow<TSink>(ReadOnlySpan<short> blocks, Span<int> predictions, ref TSink sink)
        where TSink : struct, IJpegSymbolSink
    {
        int lumaBlocks = _strip.Horizontal * _strip.Vertical, perUnit = lumaBlocks + _layout.SamplesPerPixel - 1;
        for (int i = 0; !blocks.IsEmpty; i = (i + 1) % perUnit, blocks = blocks[64..])
        {
            int component = Math.Max(0, i - lumaBlocks + 1);
            sink.PutBlock(component == 0 ? 0 : 1, blocks[..64], ref predictions[component]);
        }
    }
}
