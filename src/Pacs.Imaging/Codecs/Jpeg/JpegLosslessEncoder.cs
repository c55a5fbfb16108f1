using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Encodes a lossless frame of one interleaved scan, with a Huffman code made for it (ISO/IEC 10918-1 §H.1).</summary>
internal sealed class JpegLosslessEncoder : IDisposable
{
    // Rows that are looked at to choose a predictor.
    private const int SampledRows = 64;

    private readonly PixelLayout _layout;
    private readonly int _precision;
    private readonly ushort _mask;
    private readonly CodecContext _context;
    private ushort[][] _lines;
    private ushort[][] _above;
    private readonly ushort[][] _differences;

    private JpegLosslessEncoder(ReadOnlySpan<byte> pixels, PixelLayout layout, CodecContext context)
    {
        (_layout, _context) = (layout, context);
        _precision = Precision(pixels, layout);
        _mask = (ushort)((1 << _precision) - 1);
        context.Reserve(3L * layout.SamplesPerPixel * layout.Columns * sizeof(ushort));
        (_lines, _above, _differences) = (Lines(), Lines(), Lines());
        ushort[][] Lines() => [.. Enumerable.Range(0, layout.SamplesPerPixel).Select(_ => ArrayPool<ushort>.Shared.Rent(layout.Columns))];
    }

    /// <param name="pixels">A native frame of 8 or 16 bits allocated, of 1 or 3 samples.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="isFirstOrder">Predictor 1, as process 14 SV1 demands; else the best of seven.</param>
    /// <param name="output">Takes the stream.</param>
    /// <param name="context">Limits.</param>
    /// <returns>The precision of the stream: Bits Stored, or all bits of the word where those above are in use.</returns>
    public static int Encode(ReadOnlySpan<byte> pixels, PixelLayout layout, bool isFirstOrder, IBufferWriter<byte> output, CodecContext context)
    {
        using var encoder = new JpegLosslessEncoder(pixels, layout, context);
        int predictor = isFirstOrder ? 1 : encoder.Best(pixels);
        var counts = new JpegSymbolCounts();
        encoder.Code(pixels, predictor, ref counts);
        JpegHuffmanCode code = JpegCodeBuilder.Build(counts[0]);

        using var writer = new JpegBitWriter(output);
        writer.Marker(JpegMarker.StartOfImage);
        JpegHeaderWriter.Frame(writer, JpegMarker.LosslessFrame, encoder._precision, layout);
        JpegHeaderWriter.Code(writer, isAc: false, 0, code);
        JpegHeaderWriter.Scan(writer, layout.SamplesPerPixel, isOneTable: true, predictor, 0);
        var sink = new JpegSymbolWriter(writer, code);
        encoder.Code(pixels, predictor, ref sink);
        sink.Finish();
        writer.Align();
        writer.Marker(JpegMarker.EndOfImage);
        writer.Flush();
        return encoder._precision;
    }

    public void Dispose()
    {
        foreach (ushort[] line in (ushort[][])[.. _lines, .. _above, .. _differences]) ArrayPool<ushort>.Shared.Return(line);
    }

    private void Code<TSink>(ReadOnlySpan<byte> pixels, int predictor, ref TSink target)
        where TSink : struct, IJpegSymbolSink
    {
        TSink sink = target; // a copy, whose fields can stay in registers
        for (int y = 0; y < _layout.Rows; y++)
        {
            _context.Checkpoint();
            Read(pixels, y);
            for (int i = 0; i < _lines.Length; i++) Differ(predictor, i, isFirst: y == 0);
            if (_differences is [var single]) foreach (ushort difference in Used(single)) Put(difference, ref sink);
            else for (int x = 0; x < _layout.Columns; x++) foreach (ushort[] differences in _differences) Put(differences[x], ref sink);
        }

        target = sink;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TSink>(ushort modulo, ref TSink sink)
        where TSink : struct, IJpegSymbolSink
    {
        // 32768 has a symbol of its own and no bits (§H.1.2.2).
        int difference = (short)modulo, size = JpegSymbolWriter.Size(difference);
        sink.Put(0, size, difference, size & 15);
    }

    // Samples of a few rows, by the bits that the best code for each predictor would take.
    private int Best(ReadOnlySpan<byte> pixels)
    {
        int step = Math.Max(1, _layout.Rows / SampledRows), best = 1;
        double least = double.MaxValue;
        var counts = new long[7, 17];
        for (int y = 1; y < _layout.Rows; y += step)
        {
            _context.Checkpoint();
            Read(pixels, y - 1);
            Read(pixels, y);
            for (int predictor = 1; predictor <= 7; predictor++)
                for (int i = 0; i < _lines.Length; i++)
                {
                    Differ(predictor, i, isFirst: false);
                    foreach (ushort difference in Used(_differences[i])) counts[predictor - 1, JpegSymbolWriter.Size((short)difference)]++;
                }
        }

        for (int predictor = 1; predictor <= 7; predictor++)
        {
            ReadOnlySpan<long> sizes = MemoryMarshal.CreateReadOnlySpan(ref counts[predictor - 1, 0], 17);
            double total = 0, bits = 0;
            foreach (long count in sizes) total += count;
            for (int size = 0; size < 17; size++)
                if (sizes[size] > 0) bits += sizes[size] * (size + Math.Log2(total / sizes[size]));
            if (bits >= least) continue;
            (least, best) = (bits, predictor);
        }

        return best;
    }

    private void Read(ReadOnlySpan<byte> pixels, int y)
    {
        (_lines, _above) = (_above, _lines);
        JpegPixelReader.Read(pixels, _layout, y, _lines);
        if (_mask == ushort.MaxValue) return;
        foreach (ushort[] line in _lines)
            foreach (ref ushort sample in Used(line)) sample &= _mask;
    }

    private void Differ(int predictor, int component, bool isFirst)
    {
        if (isFirst) JpegPredictor.TakeFirst(Used(_lines[component]), Used(_differences[component]), 1 << (_precision - 1));
        else JpegPredictor.Take(predictor, Used(_lines[component]), Used(_above[component]), Used(_differences[component]));
    }

    private Span<ushort> Used(ushort[] line) => line.AsSpan(0, _layout.Columns);

    // Bits above those stored may be in use, by overlays say; then the whole word is encoded. Copies of the sign are made again when decoding.
    private static int Precision(ReadOnlySpan<byte> pixels, PixelLayout layout)
    {
        int stored = Math.Max(2, layout.BitsStored), shift = 32 - stored;
        if (stored >= layout.BitsAllocated || layout.HighBit != layout.BitsStored - 1) return layout.BitsAllocated;
        if (layout.BitsAllocated == 8)
        {
            foreach (byte sample in pixels)
                if (layout.IsSigned ? (sbyte)sample << shift >> shift != (sbyte)sample : sample >> stored != 0) return 8;
        }
        else
        {
            foreach (ushort sample in MemoryMarshal.Cast<byte, ushort>(pixels))
                if (layout.IsSigned ? (short)sample << shift >> shift != (short)sample : sample >> stored != 0) return 16;
        }

        return stored;
    }
}
