namespace Pacs.Imaging;

/// <summary>Decodes a scan of a progressive frame into coefficients: a band of them, to a bit position (ISO/IEC 10918-1 §G.2).</summary>
internal static class JpegProgressiveScan
{
    public static void Decode(JpegScan scan, JpegEntropy entropy, int restartInterval, CodecContext context)
    {
        JpegBits bits = entropy.Begin();
        int untilRestart = restartInterval, restarts = 0, endedBands = 0;
        for (int row = 0; row < scan.UnitsDown; row++)
        {
            context.Checkpoint();
            for (int column = 0; column < scan.UnitsAcross; column++)
            {
                if (restartInterval > 0 && untilRestart-- == 0)
                {
                    bits = entropy.Restart(bits, restarts++);
                    untilRestart = restartInterval - 1;
                    endedBands = 0;
                    foreach (JpegScanComponent part in scan.Components) part.Prediction = 0;
                }

                foreach (JpegScanComponent part in scan.Components)
                    for (int v = 0; v < part.Vertical; v++)
                        for (int h = 0; h < part.Horizontal; h++)
                        {
                            int index = ((((row * part.Vertical) + v) * part.Component.BlockStride) + (column * part.Horizontal) + h) * 64;
                            DecodeBlock(scan, part, ref bits, part.Component.Coefficients.Slice(index, 64), ref endedBands);
                        }
            }

            entropy.Check(bits);
        }
    }

    /// <summary>Checks that a scan brings each of its coefficients forward, as every scan must; so their number is bounded.</summary>
    public static void Advance(JpegScan scan, long offset)
    {
        int most = scan.First == 0 ? 0 : 63;
        if (scan.First > scan.Last || scan.Last > most || scan.Low > 13 || (scan.First > 0 && scan.Components.Length > 1) || (scan.High != 0 && scan.High != scan.Low + 1))
            throw new DicomImageException($"A progressive scan of {scan.Components.Length} components says coefficients {scan.First} to {scan.Last}, bits {scan.High} to {scan.Low} (§G.1.1.1).", offset);
        foreach (JpegScanComponent part in scan.Components)
        {
            sbyte[] progress = part.Component.Progress ??= [.. Enumerable.Repeat((sbyte)-1, 64)];
            if (scan.First > 0 && progress[0] < 0) throw new DicomImageException($"AC coefficients of component {part.Component.Id} come before its DC coefficients.", offset);
            for (int i = scan.First; i <= scan.Last; i++)
            {
                if (scan.High == 0 ? progress[i] >= 0 : progress[i] != scan.High)
                    throw new DicomImageException($"A scan refines coefficient {i} of component {part.Component.Id} from bit {scan.High}, which is not where it stands.", offset);
                progress[i] = (sbyte)scan.Low;
            }
        }
    }

    /// <summary>Turns the coefficients into samples.</summary>
    public static void Finish<T>(JpegComponent component, CodecContext context)
        where T : unmanaged
    {
        Span<short> coefficients = component.Coefficients;
        Span<T> samples = component.Samples<T>();
        for (int row = 0; row < component.PaddedHeight; row += 8)
        {
            context.Checkpoint();
            for (int column = 0; column < component.Stride; column += 8, coefficients = coefficients[64..])
            {
                Span<T> destination = samples.Slice((row * component.Stride) + column, (7 * component.Stride) + 8);
                if (coefficients[1..64].ContainsAnyExcept((short)0)) JpegInverseDct.Transform(coefficients[..64], component.Quantizer!, destination, component.Stride);
                else JpegInverseDct.Flat(coefficients[0], component.Quantizer![0], destination, component.Stride);
            }
        }
    }

    private static void DecodeBlock(JpegScan scan, JpegScanComponent part, ref JpegBits bits, Span<short> block, ref int endedBands)
    {
        if (scan.First > 0)
        {
            if (scan.High == 0) DecodeBand(scan, part, ref bits, block, ref endedBands);
            else RefineBand(scan, part, ref bits, block, ref endedBands);
        }
        else if (scan.High == 0)
        {
            bits.Fill();
            part.Prediction += JpegSequentialScan.ReadDifference(part.DcTable, ref bits);
            block[0] = (short)(part.Prediction << scan.Low);
        }
        else if (bits.Read(1) != 0)
        {
            block[0] |= (short)(1 << scan.Low);
        }
    }

    private static void DecodeBand(JpegScan scan, JpegScanComponent part, ref JpegBits bits, Span<short> block, ref int endedBands)
    {
        if (endedBands > 0)
        {
            endedBands--;
            return;
        }

        int place = scan.First - 1;
        while (place < scan.Last)
        {
            int entry = Next(part.AcTable, ref bits, out int value);
            if ((entry & JpegDecodeTable.EndsBand) != 0)
            {
                endedBands = Ended(entry, ref bits) - 1;
                return;
            }

            place += JpegDecodeTable.Step(entry);
            if (place > scan.Last) JpegSequentialScan.ThrowRun();
            block[JpegZigzag.Natural[place]] = (short)(value << scan.Low);
        }
    }

    // A symbol says how many coefficients that were zero stay so and what the next of them becomes; those that were not each have a bit of their own (§G.1.2.3).
    private static void RefineBand(JpegScan scan, JpegScanComponent part, ref JpegBits bits, Span<short> block, ref int endedBands)
    {
        int place = scan.First, bit = 1 << scan.Low;
        if (endedBands == 0)
        {
            while (place <= scan.Last)
            {
                int entry = Next(part.AcTable, ref bits, out int value);
                if ((entry & JpegDecodeTable.EndsBand) != 0)
                {
                    endedBands = Ended(entry, ref bits);
                    break;
                }

                if (value is < -1 or > 1) throw new DicomImageException("The entropy coded data refines a coefficient by more than one bit.");
                int zeros = JpegDecodeTable.Step(entry) - 1;
                for (; place <= scan.Last; place++)
                {
                    ref short coefficient = ref block[JpegZigzag.Natural[place]];
                    if (coefficient != 0) Refine(ref coefficient, bit, ref bits);
                    else if (zeros-- == 0) break;
                }

                if (place > scan.Last && value != 0) JpegSequentialScan.ThrowRun();
                if (value != 0) block[JpegZigzag.Natural[place]] = (short)(value * bit);
                place++;
            }
        }

        if (endedBands == 0) return;
        endedBands--;
        for (; place <= scan.Last; place++)
        {
            ref short coefficient = ref block[JpegZigzag.Natural[place]];
            if (coefficient != 0) Refine(ref coefficient, bit, ref bits);
        }
    }

    private static void Refine(ref short coefficient, int bit, ref JpegBits bits)
    {
        if (bits.Read(1) == 0 || (coefficient & bit) != 0) return;
        coefficient += (short)(coefficient > 0 ? bit : -bit);
    }

    private static int Next(JpegDecodeTable table, ref JpegBits bits, out int value)
    {
        bits.Fill();
        int entry = table.Look(bits.Next);
        if ((entry & JpegDecodeTable.NeedsValue) != 0 && JpegDecodeTable.Length(entry) == 0) entry = table.Find(bits.Next);
        bits.Skip(JpegDecodeTable.Length(entry));
        value = entry >> 16;
        if ((entry & JpegDecodeTable.NeedsValue) == 0) return entry;
        int size = value;
        value = JpegDecodeTable.Extend(bits.Next, size);
        bits.Skip(size);
        return entry;
    }

    private static int Ended(int entry, ref JpegBits bits)
    {
        int size = entry >> 16;
        return (1 << size) + bits.Read(size);
    }
}
