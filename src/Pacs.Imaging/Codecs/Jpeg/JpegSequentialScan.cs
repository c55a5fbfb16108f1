using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Decodes a scan of a sequential frame straight to samples (ISO/IEC 10918-1 §F.2).</summary>
internal static class JpegSequentialScan
{
    /// <typeparam name="T">byte for samples of 8 bits, ushort for 12.</typeparam>
    public static void Decode<T>(JpegScan scan, JpegEntropy entropy, int restartInterval, CodecContext context)
        where T : unmanaged
    {
        Span<short> block = stackalloc short[64];
        block.Clear();
        JpegBits bits = entropy.Begin();
        int untilRestart = restartInterval, restarts = 0;
        for (int row = 0; row < scan.UnitsDown; row++)
        {
            context.Checkpoint();
            for (int column = 0; column < scan.UnitsAcross; column++)
            {
                if (restartInterval > 0 && untilRestart-- == 0)
                {
                    bits = entropy.Restart(bits, restarts++);
                    untilRestart = restartInterval - 1;
                    foreach (JpegScanComponent part in scan.Components) part.Prediction = 0;
                }

                foreach (JpegScanComponent part in scan.Components) DecodeUnit<T>(part, row, column, ref bits, block);
            }

            entropy.Check(bits);
        }
    }

    private static void DecodeUnit<T>(JpegScanComponent part, int row, int column, ref JpegBits bits, Span<short> block)
        where T : unmanaged
    {
        JpegComponent component = part.Component;
        Span<T> samples = component.Samples<T>();
        short[] quantizer = component.Quantizer!;
        for (int v = 0; v < part.Vertical; v++)
        {
            int start = (((row * part.Vertical) + v) * 8 * component.Stride) + (column * part.Horizontal * 8);
            for (int h = 0; h < part.Horizontal; h++, start += 8)
            {
                int last = DecodeBlock(part, ref bits, ref MemoryMarshal.GetReference(block));
                Span<T> destination = samples.Slice(start, (7 * component.Stride) + 8);
                if (last == 0)
                {
                    JpegInverseDct.Flat(block[0], quantizer[0], destination, component.Stride);
                    block[0] = 0;
                }
                else
                {
                    JpegInverseDct.Transform(block, quantizer, destination, component.Stride, last);
                    block.Clear();
                }
            }
        }
    }

    /// <summary>Reads the coefficients of a block into an empty one, in natural order.</summary>
    /// <param name="part">Gives the tables and keeps the DC value.</param>
    /// <param name="source">The bits.</param>
    /// <param name="block">64 coefficients, all zero.</param>
    /// <returns>The last place in zigzag order that was written; 0 when there is DC only.</returns>
    private static int DecodeBlock(JpegScanComponent part, ref JpegBits source, ref short block)
    {
        JpegBits bits = source;
        bits.Fill();
        part.Prediction += ReadDifference(part.DcTable, ref bits);
        block = (short)part.Prediction;

        ref byte natural = ref MemoryMarshal.GetReference(JpegZigzag.Natural);
        JpegDecodeTable table = part.AcTable;
        int place = 0, last = 0;
        while (place < 63)
        {
            bits.Fill();
            int entry = table.Look(bits.Next), value = entry >> 16;
            if ((entry & JpegDecodeTable.NeedsValue) != 0)
            {
                if (JpegDecodeTable.Length(entry) == 0) entry = table.Find(bits.Next);
                bits.Skip(JpegDecodeTable.Length(entry));
                value = 0;
                if ((entry & JpegDecodeTable.NeedsValue) != 0)
                {
                    int size = entry >> 16;
                    value = JpegDecodeTable.Extend(bits.Next, size);
                    bits.Skip(size);
                }
            }
            else
            {
                bits.Skip(JpegDecodeTable.Length(entry));
            }

            place += JpegDecodeTable.Step(entry);
            if (place > 63)
            {
                if (JpegDecodeTable.Step(entry) == JpegDecodeTable.EndOfBlock) break;
                ThrowRun();
            }

            // place is 1 to 63 here, and so is its natural index.
            Unsafe.Add(ref block, Unsafe.Add(ref natural, place)) = (short)value;
            last = place;
        }

        source = bits;
        return last;
    }

    /// <summary>Reads the difference of a DC coefficient from the one before. Uses at most the bits that one <see cref="JpegBits.Fill"/> promises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadDifference(JpegDecodeTable table, ref JpegBits bits)
    {
        int entry = table.Look(bits.Next);
        if ((entry & JpegDecodeTable.NeedsValue) != 0 && JpegDecodeTable.Length(entry) == 0) entry = table.Find(bits.Next);
        bits.Skip(JpegDecodeTable.Length(entry));
        int value = entry >> 16;
        if ((entry & JpegDecodeTable.NeedsValue) == 0) return value;
        int size = value;
        value = JpegDecodeTable.Extend(bits.Next, size);
        bits.Skip(size);
        return value;
    }

    public static void ThrowRun() => throw new DicomImageException("The entropy coded data has a run of zeros beyond the end of its block.");
}
