using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Decodes a scan of a lossless frame: first the differences of a row, then the samples they make (ISO/IEC 10918-1 §H.2).</summary>
internal static class JpegLosslessScan
{
    public static void Decode(JpegScan scan, int precision, JpegEntropy entropy, int restartInterval, CodecContext context, long offset)
    {
        if (scan.First is < 1 or > 7) throw new DicomImageException($"The lossless scan says predictor {scan.First}; 1 to 7 are defined.", offset);
        if (scan.Low >= precision) throw new DicomImageException($"The lossless scan drops {scan.Low} of {precision} bits.", offset);

        // A restart interval is whole rows, so that prediction starts with a row (§H.1.1).
        if (restartInterval % scan.UnitsAcross != 0) throw new DicomImageException($"The restart interval of {restartInterval} is not a multiple of the {scan.UnitsAcross} units of a row.", offset);
        int rowsPerInterval = restartInterval / scan.UnitsAcross, restarts = 0;
        JpegBits bits = entropy.Begin();
        for (int row = 0; row < scan.UnitsDown; row++)
        {
            context.Checkpoint();
            bool isFirst = row == 0;
            if (rowsPerInterval > 0 && row > 0 && row % rowsPerInterval == 0)
            {
                bits = entropy.Restart(bits, restarts++);
                isFirst = true;
            }

            ReadRow(scan, row, ref bits);
            entropy.Check(bits);
            foreach (JpegScanComponent part in scan.Components) Predict(part, row, isFirst, scan.First, 1 << (precision - scan.Low - 1));
        }

        if (scan.Low > 0) Scale(scan);
    }

    private static void ReadRow(JpegScan scan, int row, ref JpegBits bits)
    {
        if (scan.Components is [var single])
        {
            ReadDifferences(single.DcTable, ref bits, Row(single, row)[..scan.UnitsAcross]);
            return;
        }

        if (scan.Components is [{ Horizontal: 1, Vertical: 1 } a, { Horizontal: 1, Vertical: 1 } b, { Horizontal: 1, Vertical: 1 } c])
        {
            ReadDifferences(a.DcTable, b.DcTable, c.DcTable, ref bits, Row(a, row)[..scan.UnitsAcross], Row(b, row)[..scan.UnitsAcross], Row(c, row)[..scan.UnitsAcross]);
            return;
        }

        for (int column = 0; column < scan.UnitsAcross; column++)
            foreach (JpegScanComponent part in scan.Components)
                for (int v = 0; v < part.Vertical; v++)
                    ReadDifferences(part.DcTable, ref bits, Row(part, (row * part.Vertical) + v).Slice(column * part.Horizontal, part.Horizontal));
    }

    private static void ReadDifferences(JpegDecodeTable table, ref JpegBits source, Span<ushort> differences)
    {
        JpegBits bits = source;
        for (int i = 0; i < differences.Length; i++) differences[i] = Read(table, ref bits);
        source = bits;
    }

    private static void ReadDifferences(JpegDecodeTable first, JpegDecodeTable second, JpegDecodeTable third, ref JpegBits source, Span<ushort> a, Span<ushort> b, Span<ushort> c)
    {
        JpegBits bits = source;
        for (int i = 0; i < a.Length && i < b.Length && i < c.Length; i++)
        {
            a[i] = Read(first, ref bits);
            b[i] = Read(second, ref bits);
            c[i] = Read(third, ref bits);
        }

        source = bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Read(JpegDecodeTable table, ref JpegBits bits)
    {
        bits.Fill();
        return (ushort)JpegSequentialScan.ReadDifference(table, ref bits);
    }

    private static void Predict(JpegScanComponent part, int row, bool isFirst, int predictor, int start)
    {
        for (int v = 0; v < part.Vertical; v++)
        {
            int at = (row * part.Vertical) + v;
            if (isFirst && v == 0) JpegPredictor.RestoreFirst(Row(part, at), start);
            else JpegPredictor.Restore(predictor, Row(part, at), Row(part, at - 1));
        }
    }

    // The samples lack the low bits that the point transform dropped (§A.4).
    private static void Scale(JpegScan scan)
    {
        foreach (JpegScanComponent part in scan.Components)
            foreach (ref ushort sample in part.Component.Samples<ushort>()) sample <<= scan.Low;
    }

    // A scan of one component brings no padding; whatever is in memory there takes part in prediction and changes nothing that is seen.
    private static Span<ushort> Row(JpegScanComponent part, int row) =>
        part.Component.Samples<ushort>().Slice(row * part.Component.Stride, part.Component.Stride);
}
