using System.Buffers;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Encodes one scan that holds all components, interleaved by line (ISO 14495-1 Annex A). Lines end as a decoder will see them.</summary>
internal ref struct JpegLsScanEncoder<TMode>
    where TMode : struct, IJpegLsMode
{
    private readonly JpegLsPreset _preset;
    private readonly JpegLsContexts _contexts = new();
    private readonly int _longest;
    private JpegLsBitWriter _bits;

    public JpegLsScanEncoder(JpegLsPreset preset, IBufferWriter<byte> output)
    {
        _preset = preset;
        _longest = preset.Limit - preset.ErrorBits - 1;
        _bits = new JpegLsBitWriter(output);
    }

    /// <summary>Encodes all lines.</summary>
    public void Encode(ReadOnlySpan<byte> pixels, PixelLayout layout, CodecContext context)
    {
        int count = layout.SamplesPerPixel, bytes = layout.BitsAllocated / 8, columns = layout.Columns;
        bool isPlanar = NativeCodec.IsInPlanes(layout);
        int step = isPlanar ? 1 : count, component = isPlanar ? columns * layout.Rows * bytes : bytes;
        Span<int> runs = stackalloc int[count];
        runs.Clear();
        _contexts.Reset(_preset);
        using var lines = new JpegLsLines(columns, count);
        for (int row = 0; row < layout.Rows; row++)
        {
            if (row % 16 == 0) context.Checkpoint();
            lines.Next();
            for (int i = 0; i < count; i++)
            {
                Span<ushort> line = lines.Current(i);
                JpegLsLines.Load(pixels[(row * columns * step * bytes + i * component)..], step, layout.BitsAllocated, _preset.MaxValue, line);
                _bits.Reserve(columns * (_preset.Limit + 1) + 64);
                runs[i] = EncodeLine(lines.Previous(i), line, runs[i]);
            }
        }

        _bits.Reserve(128);
        _bits.Complete();
    }

    private int EncodeLine(ReadOnlySpan<ushort> previous, Span<ushort> current, int run)
    {
        ReadOnlySpan<sbyte> regions = _preset.GradientRegions;
        int last = regions.Length / 2;
        int a = current[0], c = previous[0], b = previous[1], middle = JpegLsPreset.Region(regions, last, b - c);
        for (int x = 1; x < current.Length - 1;)
        {
            int d = previous[x + 1], right = JpegLsPreset.Region(regions, last, d - b);
            int q = (right * 9 + middle) * 9 + JpegLsPreset.Region(regions, last, c - a);
            if (q == 0)
            {
                x = EncodeRun(previous, current, x, ref run);
                if (x >= current.Length - 1) break;
                (a, c, b) = (current[x - 1], previous[x - 1], previous[x]);
                middle = JpegLsPreset.Region(regions, last, b - c);
                continue;
            }

            a = EncodeRegular(ref _contexts.Regular[Math.Abs(q)], q >> 31, JpegLsPreset.Predict(a, b, c), current[x]);
            current[x++] = (ushort)a;
            (c, b, middle) = (b, d, right);
        }

        return run;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EncodeRegular(ref JpegLsContext context, int sign, int prediction, int sample)
    {
        int k = context.GolombParameter;
        prediction = Math.Clamp(prediction + ((context.C ^ sign) - sign), 0, _preset.MaxValue);
        int error = _preset.Quantize<TMode>(((sample - prediction) ^ sign) - sign);
        int value = _preset.Reconstruct<TMode>(prediction, (error ^ sign) - sign);
        bool isTurned = k == 0 && (TMode.IsExact || _preset.Near == 0) && 2 * context.B <= -context.N;
        int turned = isTurned ? ~error : error;
        WriteCode(k, turned << 1 ^ turned >> 31, _longest);
        context.Update(error, TMode.IsExact ? 1 : _preset.Step, _preset.Reset);
        return value;
    }

    private int EncodeRun(ReadOnlySpan<ushort> previous, Span<ushort> current, int x, ref int run)
    {
        int a = current[x - 1], left = current.Length - 1 - x, length = EqualTo(a, current.Slice(x, left));
        current.Slice(x, length).Fill((ushort)a);
        WriteRun(length, length == left, ref run);
        x += length;
        if (length == left) return x;
        int b = previous[x], type = Math.Abs(a - b) <= _preset.Near ? 1 : 0;
        int prediction = type == 1 ? a : b, sign = type == 0 && a > b ? -1 : 0;
        int error = _preset.Quantize<TMode>(((current[x] - prediction) ^ sign) - sign);
        current[x] = (ushort)_preset.Reconstruct<TMode>(prediction, (error ^ sign) - sign);
        ref JpegLsRunContext context = ref _contexts.Run[type];
        int k = context.Parameter(type), mapped = 2 * Math.Abs(error) - type - context.Map(error, k);
        WriteCode(k, mapped, _longest - JpegLsContexts.RunOrders[run] - 1);
        context.Update(error, mapped, type, _preset.Reset);
        if (run > 0) run--;
        return x + 1;
    }

    private readonly int EqualTo(int a, ReadOnlySpan<ushort> samples)
    {
        if (TMode.IsExact) return samples.IndexOfAnyExcept((ushort)a) is >= 0 and var different ? different : samples.Length;
        int length = 0;
        while (length < samples.Length && Math.Abs(samples[length] - a) <= _preset.Near) length++;
        return length;
    }

    // §A.7.1.2
    private void WriteRun(int length, bool isToTheEnd, ref int run)
    {
        ReadOnlySpan<byte> orders = JpegLsContexts.RunOrders;
        while (length >= 1 << orders[run])
        {
            _bits.Write(1, 1);
            length -= 1 << orders[run];
            if (run < 31) run++;
        }

        if (!isToTheEnd) _bits.Write((uint)length, orders[run] + 1);
        else if (length > 0) _bits.Write(1, 1);
    }

    // §A.5.3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteCode(int k, int mapped, int longest)
    {
        int zeros = mapped >> k;
        if (zeros < longest)
        {
            if (zeros + 1 + k <= 32)
            {
                _bits.Write(1u << k | (uint)(mapped & ((1 << k) - 1)), zeros + 1 + k);
                return;
            }

            WriteZeros(zeros);
            _bits.Write(1u << k | (uint)(mapped & ((1 << k) - 1)), 1 + k);
            return;
        }

        WriteZeros(longest);
        _bits.Write(1, 1);
        _bits.Write((uint)(mapped - 1) & ((1u << _preset.ErrorBits) - 1), _preset.ErrorBits);
    }

    private void WriteZeros(int count)
    {
        for (; count > 31; count -= 31) _bits.Write(0, 31);
        _bits.Write(0, count);
    }
}
