using System.Buffers;
using CsCheck;

namespace Pacs.Imaging.Tests;

/// <summary>The vector kernels against their scalar twins.</summary>
public sealed class JpegKernelTests
{
    private static readonly Gen<short[]> Coefficients = Gen.OneOf(
        Gen.Short[-1024, 1023].Array[64], Gen.Short.Array[64], Gen.Frequency((9, Gen.Const((short)0)), (1, Gen.Short[-2048, 2047])).Array[64]);

    private static readonly Gen<short[]> Quantizers = Gen.OneOf(Gen.Short[1, 255].Array[64], Gen.Short.Array[64]);

    [Test]
    public void InverseDct_OfAnyBlockToBytes_EqualsItsScalarTwin() => Gen.Select(Coefficients, Quantizers).Sample(static (block, quantizer) =>
    {
        var expected = new byte[(7 * 11) + 8];
        var actual = new byte[(7 * 11) + 8];
        JpegInverseDct.TransformScalar<byte>(block, quantizer, expected, 11);
        JpegInverseDct.Transform<byte>(block, quantizer, actual, 11);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void InverseDct_OfAnyBlockToWords_EqualsItsScalarTwin() => Gen.Select(Coefficients, Quantizers).Sample(static (block, quantizer) =>
    {
        var expected = new ushort[64];
        var actual = new ushort[64];
        JpegInverseDct.TransformScalar<ushort>(block, quantizer, expected, 8);
        JpegInverseDct.Transform<ushort>(block, quantizer, actual, 8);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void InverseDct_OfFewLowCoefficients_EqualsItsScalarTwin() =>
        Gen.Select(Gen.Short.Array[JpegInverseDct.LastOfQuarter + 1], Quantizers, Gen.Bool).Sample(static (coefficients, quantizer, isWord) =>
        {
            var block = new short[64];
            for (int i = 0; i < coefficients.Length; i++) block[JpegZigzag.Natural[i]] = coefficients[i];
            return isWord ? Equal<ushort>(block, quantizer) : Equal<byte>(block, quantizer);

            static bool Equal<T>(short[] block, short[] quantizer)
                where T : unmanaged, IEquatable<T>
            {
                var expected = new T[64];
                var actual = new T[64];
                JpegInverseDct.TransformScalar<T>(block, quantizer, expected, 8);
                JpegInverseDct.Transform<T>(block, quantizer, actual, 8, JpegInverseDct.LastOfQuarter);
                return actual.AsSpan().SequenceEqual(expected);
            }
        });

    [Test]
    public void InverseDct_OfDcAlone_EqualsTheWholeTransform() => Gen.Select(Gen.Short, Gen.Short[1, 255]).Sample(static (dc, step) =>
    {
        var whole = new byte[64];
        var flat = new byte[64];
        JpegInverseDct.TransformScalar<byte>([dc, .. new short[63]], [step, .. new short[63]], whole, 8);
        JpegInverseDct.Flat<byte>(dc, step, flat, 8);
        return flat.AsSpan().SequenceEqual(whole);
    });

    [TestCase(8)]
    [TestCase(12)]
    public void ForwardDct_OfAnyBlock_EqualsItsScalarTwin(int precision) =>
        Gen.Select(Gen.UShort[0, (ushort)((1 << precision) - 1)].Array[(7 * 9) + 8], Gen.Short[1, 255].Array[64]).Sample((samples, quantizer) =>
        {
            float[] divisors = JpegForwardDct.Divisors(quantizer);
            var expected = new short[64];
            var actual = new short[64];
            JpegForwardDct.TransformScalar(samples, 9, precision, divisors, expected);
            JpegForwardDct.Transform(samples, 9, precision, divisors, actual);
            return actual.AsSpan().SequenceEqual(expected);
        });

    [Test]
    public void CoefficientsInZigzagOrder_OfAnyBlock_AreThoseOfTheScalarTwin() => Gen.Short.Array[64].Sample(static block =>
    {
        var expected = new short[64];
        var actual = new short[64];
        JpegForwardDct.OrderScalar(block, expected);
        JpegForwardDct.Order(block, actual);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void BlockPair_OfAnySamples_HasTheCoefficientsOfTheScalarTwin()
    {
        if (!JpegBlockPair.IsSupported) Assert.Ignore("This machine has no AVX2.");
        // Rows of whole extremes are where sums are greatest.
        Gen<ushort> sample = Gen.OneOf(Gen.UShort[0, 255], Gen.Bool.Select(static high => high ? (ushort)255 : (ushort)0));
        Gen.Select(Gen.OneOf(sample.Array[(7 * 19) + 16], sample.Select(static s => Enumerable.Repeat(s, (7 * 19) + 16).ToArray())), Gen.Short[1, 255].Array[64]).Sample(static (samples, quantizer) =>
        {
            float[] divisors = JpegForwardDct.Divisors(quantizer);
            short[] block = new short[64], expected = new short[128], actual = new short[128];
            for (int i = 0; i < 2; i++)
            {
                JpegForwardDct.TransformScalar(samples.AsSpan(i * 8), 19, 8, divisors, block);
                JpegForwardDct.OrderScalar(block, expected.AsSpan(i * 64));
            }

            new JpegBlockPair(divisors).Transform(samples, 19, actual.AsSpan(0, 64), actual.AsSpan(64));
            return actual.AsSpan().SequenceEqual(expected);
        });
    }

    [Test]
    public void BlockPair_OfEveryDivisorAndValue_DividesAsIntegersDo()
    {
        for (int divisor = 8; divisor <= 2040; divisor += 8)
        {
            (ushort correction, ushort reciprocal, ushort scale) = JpegBlockPair.Reciprocal(divisor);
            for (int value = 0; value <= 32768; value++)
            {
                uint quotient = ((uint)(value + correction) * reciprocal >> 16) * scale >> 16;
                if (quotient != (value + (divisor / 2)) / divisor) Assert.Fail($"{value} by {divisor} is {quotient}.");
            }
        }
    }

    [Test]
    public void SymbolWriter_OfAnyBlocks_WritesTheSymbolsThatTheBlockCoderFinds() =>
        // Mostly zeros, as blocks are, and up to the greatest that the codes of Annex K have a symbol for; ones in a row make bytes of ones.
        Gen.Frequency((8, Gen.Const((short)0)), (3, Gen.Short[-3, 3]), (1, Gen.Short[-1023, 1023])).Array[64].Array[0, 60].Sample(static blocks =>
        {
            var expected = new ArrayBufferWriter<byte>();
            var actual = new ArrayBufferWriter<byte>();
            using (var bits = new JpegBitWriter(expected))
            {
                var symbols = new uint[JpegBlockCoder.MostSymbols];
                var sink = new JpegSymbolWriter(bits, JpegStandardTables.Codes);
                int prediction = 0;
                foreach (short[] block in blocks)
                {
                    int count = JpegBlockCoder.Code(block, ref prediction, symbols);
                    for (int i = 0; i < count; i++) sink.Put(i == 0 ? 1 : 3, (byte)symbols[i], (int)(symbols[i] >> 8), (int)symbols[i] & 15);
                }

                Finish(bits, ref sink);
            }

            using (var bits = new JpegBitWriter(actual))
            {
                var sink = new JpegSymbolWriter(bits, JpegStandardTables.Codes);
                int prediction = 0;
                foreach (short[] block in blocks) sink.PutBlock(1, block, ref prediction);
                Finish(bits, ref sink);
            }

            return actual.WrittenSpan.SequenceEqual(expected.WrittenSpan);

            static void Finish(JpegBitWriter bits, ref JpegSymbolWriter sink)
            {
                sink.Finish();
                bits.Align();
                bits.Flush();
            }
        });

    [Test]
    public void ToRgb_OfAnyRow_EqualsItsScalarTwin() => Gen.Int[0, 70].SelectMany(n => Gen.Byte.Array[n].Array[3]).Sample(static lines =>
    {
        var expected = new byte[lines[0].Length * 3];
        var actual = new byte[lines[0].Length * 3];
        JpegColors.ToRgbScalar<byte>(lines[0], lines[1], lines[2], 255, expected);
        JpegColors.ToRgb<byte>(lines[0], lines[1], lines[2], 255, actual);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void ToRgb_OfEveryChroma_EqualsItsScalarTwin()
    {
        byte[] cb = [.. Enumerable.Range(0, 65536).Select(i => (byte)i)], cr = [.. Enumerable.Range(0, 65536).Select(i => (byte)(i >> 8))], y = new byte[65536], expected = new byte[3 * 65536], actual = new byte[3 * 65536];
        y.AsSpan().Fill(100);

        JpegColors.ToRgbScalar<byte>(y, cb, cr, 255, expected);
        JpegColors.ToRgb<byte>(y, cb, cr, 255, actual);

        Assert.That(actual.AsSpan().SequenceEqual(expected));
    }

    [Test]
    public void Widen_OfAnyRow_EqualsItsScalarTwin() => Gen.Byte.Array[0, 70].Sample(static row =>
    {
        var expected = new ushort[row.Length];
        var actual = new ushort[row.Length];
        JpegUpsampler.WidenScalar<byte>(row, expected);
        JpegUpsampler.Widen<byte>(row, actual);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void Interleave_OfAnyRow_EqualsItsScalarTwin() => Gen.Int[0, 70].SelectMany(n => Gen.Byte.Array[n].Array[3]).Sample(static lines =>
    {
        var expected = new byte[lines[0].Length * 3];
        var actual = new byte[lines[0].Length * 3];
        JpegColors.InterleaveScalar<byte>(lines[0], lines[1], lines[2], expected);
        JpegColors.Interleave<byte>(lines[0], lines[1], lines[2], actual);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [TestCase(255)]
    [TestCase(4095)]
    public void FromRgb_OfAnyRow_EqualsItsScalarTwin(int maximum) => Gen.Int[0, 70].SelectMany(n => Gen.UShort[0, (ushort)maximum].Array[n].Array[3]).Sample(lines =>
    {
        ushort[][] expected = [.. lines.Select(line => (ushort[])line.Clone())];
        JpegColors.FromRgbScalar(expected[0], expected[1], expected[2], maximum);
        JpegColors.FromRgb(lines[0], lines[1], lines[2], maximum);
        return lines.Zip(expected).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
    });

    [TestCase(1, 2, 2)]
    [TestCase(8, 7, 4)]
    public void Double_OfAnySums_EqualsItsScalarTwin(int even, int odd, int shift) => Gen.Int[1, 70].SelectMany(n => Gen.UShort[0, 255].Array[n + 2]).Sample(sums =>
    {
        int width = sums.Length - 2;
        var expected = new byte[width * 2];
        var actual = new byte[width * 2];
        JpegUpsampler.DoubleScalar<byte>(sums, width, even, odd, shift, expected);
        JpegUpsampler.Double<byte>(sums, width, even, odd, shift, actual);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void Blend_OfAnyRows_EqualsItsScalarTwin() => Gen.Int[0, 70].SelectMany(n => Gen.Byte.Array[n].Array[2]).Sample(static rows =>
    {
        var expected = new ushort[rows[0].Length];
        var actual = new ushort[rows[0].Length];
        JpegUpsampler.BlendScalar<byte>(rows[0], rows[1], expected);
        JpegUpsampler.Blend<byte>(rows[0], rows[1], actual);
        return actual.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void Take_OfAnyRows_EqualsItsScalarTwin() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 50].SelectMany(n => Gen.UShort.Array[n].Array[2])).Sample(static (predictor, rows) =>
        {
            var expected = new ushort[rows[0].Length];
            var actual = new ushort[rows[0].Length];
            expected[0] = (ushort)(rows[1][0] - rows[0][0]);
            JpegPredictor.TakeScalar(predictor, rows[1], rows[0], expected);
            JpegPredictor.Take(predictor, rows[1], rows[0], actual);
            return actual.AsSpan().SequenceEqual(expected);
        });

    [Test]
    public void Predictors_OfAnyRows_RestoreWhatTheyTook() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 50].SelectMany(n => Gen.UShort.Array[n].Array[2])).Sample(static (predictor, rows) =>
        {
            var differences = new ushort[rows[0].Length];
            JpegPredictor.Take(predictor, rows[1], rows[0], differences);
            JpegPredictor.Restore(predictor, differences, rows[0]);
            return differences.AsSpan().SequenceEqual(rows[1]);
        });
}
