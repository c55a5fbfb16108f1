using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Decodes the samples of one scan (ISO 14495-1 Annex A).</summary>
internal ref struct JpegLsScanDecoder<TMode>
    where TMode : struct, IJpegLsMode
{
    private readonly JpegLsPreset _preset;
    private readonly JpegLsContexts _contexts;
    private readonly int _longest;
    private JpegLsBitReader _bits;

    public JpegLsScanDecoder(ReadOnlySpan<byte> data, JpegLsPreset preset, JpegLsContexts contexts)
    {
        _preset = preset;
        _contexts = contexts;
        _longest = preset.Limit - preset.ErrorBits - 1;
        _bits = new JpegLsBitReader(data);
    }

    /// <summary>Decodes all lines.</summary>
    /// <returns>Bytes of the data that were looked at: the next marker stands there or later.</returns>
    public int Decode(JpegLsScan scan, int restartInterval, PixelLayout layout, Span<byte> pixels, CodecContext context)
    {
        int bytes = layout.BitsAllocated / 8, rowLength = layout.Columns * layout.SamplesPerPixel * bytes;
        Span<int> runs = stackalloc int[scan.Components.Length];
        runs.Clear();
        _contexts.Reset(_preset);
        using var lines = new JpegLsLines(layout.Columns, scan.Components.Length);
        for (int row = 0; row < layout.Rows; row++)
        {
            if (row % 16 == 0) context.Checkpoint();
            if (restartInterval > 0 && row > 0 && row % restartInterval == 0)
            {
                _bits.Restart((row / restartInterval - 1) & 7);
                _contexts.Reset(_preset);
                lines.Clear();
                runs.Clear();
            }

            lines.Next();
            if (scan.IsBySample) runs[0] = DecodeSamples(lines, scan.Components.Length, runs[0]);
            for (int i = 0; i < scan.Components.Length; i++)
            {
                Span<ushort> line = lines.Current(i);
                if (!scan.IsBySample) runs[i] = DecodeLine(lines.Previous(i), line, runs[i]);
                JpegLsLines.Store(line, pixels[(row * rowLength + scan.Components[i] * bytes)..], layout.SamplesPerPixel, layout);
            }
        }

        return _bits.Position;
    }

    // Names as in the standard: a is left of x, b above, c above left, d above right.
    private int DecodeLine(ReadOnlySpan<ushort> previous, Span<ushort> current, int run)
    {
        ReadOnlySpan<sbyte> regions = _preset.GradientRegions;
        int last = regions.Length / 2;
        Span<JpegLsContext> contexts = _contexts.Regular;
        ulong cache = _bits.Cache;
        int valid = _bits.Valid;
        int a = current[0], c = previous[0], b = previous[1], middle = JpegLsPreset.Region(regions, last, b - c);
        for (int x = 1; x < current.Length - 1;)
        {
            int d = previous[x + 1], right = JpegLsPreset.Region(regions, last, d - b);
            int q = (right * 9 + middle) * 9 + JpegLsPreset.Region(regions, last, c - a);
            if (q == 0)
            {
                (_bits.Cache, _bits.Valid) = (cache, valid);
                x = DecodeRun(previous, current, x, ref run);
                (cache, valid) = (_bits.Cache, _bits.Valid);
                if (x >= current.Length - 1) break;
                (a, c, b) = (current[x - 1], previous[x - 1], previous[x]);
                middle = JpegLsPreset.Region(regions, last, b - c);
                continue;
            }

            a = DecodeRegular(ref cache, ref valid, ref contexts[Math.Abs(q)], q >> 31, JpegLsPreset.Predict(a, b, c));
            current[x++] = (ushort)a;
            (c, b, middle) = (b, d, right); // the next pixel's middle gradient is this one's right
        }

        (_bits.Cache, _bits.Valid) = (cache, valid);
        return run;
    }

    private int DecodeSamples(JpegLsLines lines, int count, int run)
    {
        ReadOnlySpan<sbyte> regions = _preset.GradientRegions;
        int last = regions.Length / 2, length = lines.Current(0).Length;
        Span<int> q = stackalloc int[count];
        for (int x = 1; x < length - 1; x++)
        {
            int any = 0;
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<ushort> previous = lines.Previous(i), current = lines.Current(i);
                q[i] = (JpegLsPreset.Region(regions, last, previous[x + 1] - previous[x]) * 9 + JpegLsPreset.Region(regions, last, previous[x] - previous[x - 1])) * 9 + JpegLsPreset.Region(regions, last, previous[x - 1] - current[x - 1]);
                any |= q[i];
            }

            if (any == 0)
            {
                x = DecodeSampleRun(lines, count, x, ref run) - 1;
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<ushort> previous = lines.Previous(i);
                Span<ushort> current = lines.Current(i);
                current[x] = (ushort)DecodeRegular(ref _bits.Cache, ref _bits.Valid, ref _contexts.Regular[Math.Abs(q[i])], q[i] >> 31, JpegLsPreset.Predict(current[x - 1], previous[x], previous[x - 1]));
            }
        }

        return run;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int DecodeRegular(ref ulong cache, ref int valid, ref JpegLsContext context, int sign, int prediction)
    {
        int k = context.GolombParameter;
        prediction = Math.Clamp(prediction + ((context.C ^ sign) - sign), 0, _preset.MaxValue);
        if (valid < 32)
        {
            (_bits.Cache, _bits.Valid) = (cache, valid);
            _bits.Fill();
            (cache, valid) = (_bits.Cache, _bits.Valid);
        }

        int zeros = BitOperations.LeadingZeroCount(cache), mapped;
        if (zeros < _longest && zeros + 1 + k <= valid)
        {
            cache <<= zeros + 1;
            mapped = (zeros << k) | (int)(cache >> 1 >> (63 - k));
            cache <<= k;
            valid -= zeros + 1 + k;
        }
        else
        {
            (_bits.Cache, _bits.Valid) = (cache, valid);
            mapped = _bits.ReadCode(k, _longest, _preset.ErrorBits);
            (cache, valid) = (_bits.Cache, _bits.Valid);
        }

        // Twice what any coder writes; more would let the statistics, and with them k, grow without bound.
        if (mapped >> (_preset.ErrorBits + 2) != 0) throw new DicomImageException($"A JPEG-LS error of {mapped} is out of range.", _bits.Position);
        int error = (mapped >> 1) ^ -(mapped & 1);
        if (k == 0 && (TMode.IsExact || _preset.Near == 0) && 2 * context.B <= -context.N) error = ~error;
        context.Update(error, TMode.IsExact ? 1 : _preset.Step, _preset.Reset);
        return _preset.Reconstruct<TMode>(prediction, (error ^ sign) - sign);
    }

    private int DecodeRun(ReadOnlySpan<ushort> previous, Span<ushort> current, int x, ref int run)
    {
        int a = current[x - 1], left = current.Length - 1 - x, length = RunLength(left, ref run);
        current.Slice(x, length).Fill((ushort)a);
        x += length;
        if (length == left) return x;
        int b = previous[x];
        int value = Math.Abs(a - b) <= _preset.Near
            ? _preset.Reconstruct<TMode>(a, RunError(1, run))
            : _preset.Reconstruct<TMode>(b, a <= b ? RunError(0, run) : -RunError(0, run));
        current[x] = (ushort)value;
        if (run > 0) run--;
        return x + 1;
    }

    private int DecodeSampleRun(JpegLsLines lines, int count, int x, ref int run)
    {
        int left = lines.Current(0).Length - 1 - x, length = RunLength(left, ref run);
        for (int i = 0; i < count; i++)
        {
            Span<ushort> current = lines.Current(i);
            current.Slice(x, length).Fill(current[x - 1]);
        }

        x += length;
        if (length == left) return x;
        // Samples interleaved: the error is always that against the line above (§B.3).
        for (int i = 0; i < count; i++)
        {
            Span<ushort> current = lines.Current(i);
            int b = lines.Previous(i)[x], error = RunError(0, run);
            current[x] = (ushort)_preset.Reconstruct<TMode>(b, current[x - 1] <= b ? error : -error);
        }

        if (run > 0) run--;
        return x + 1;
    }

    // §A.7.1.2
    private int RunLength(int left, ref int run)
    {
        ReadOnlySpan<byte> orders = JpegLsContexts.RunOrders;
        int length = 0;
        while (_bits.Read(1) == 1)
        {
            int whole = 1 << orders[run], count = Math.Min(whole, left - length);
            length += count;
            if (count == whole && run < 31) run++;
            if (length == left) return length;
        }

        length += _bits.Read(orders[run]);
        return length < left ? length : throw new DicomImageException($"A JPEG-LS run of {length} samples exceeds the {left} left of the line.", _bits.Position);
    }

    // §A.7.2.2
    private int RunError(int type, int run)
    {
        ref JpegLsRunContext context = ref _contexts.Run[type];
        int k = context.Parameter(type);
        int mapped = _bits.ReadCode(k, _longest - JpegLsContexts.RunOrders[run] - 1, _preset.ErrorBits);
        if (mapped >> (_preset.ErrorBits + 2) != 0) throw new DicomImageException($"A JPEG-LS error of {mapped} is out of range.", _bits.Position);
        int error = context.Unmap(mapped + type, k);
        context.Update(error, mapped, type, _preset.Reset);
        return error;
    }
}
