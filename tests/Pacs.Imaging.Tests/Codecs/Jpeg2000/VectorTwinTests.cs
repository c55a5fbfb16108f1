using System.Runtime.InteropServices;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Vector kernels against their scalar twins, on all small lengths and on the largest values.</summary>
public sealed class VectorTwinTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 70), 127, 128, 1000];

    [Test]
    public void Lifting_OfTheReversibleWavelet_EqualsItsScalarTwin()
    {
        foreach (int length in Lengths)
        {
            int[] source = Integers(length, 1), a = Integers(length, 2), b = Integers(length, 3), vector = new int[length], scalar = new int[length];
            Lifting.UndoUpdate(vector, source, a, b);
            Lifting.UndoUpdateScalar(scalar, source, a, b);
            Assert.That(vector, Is.EqualTo(scalar));
            Lifting.UndoPredict(vector, source, a, b);
            Lifting.UndoPredictScalar(scalar, source, a, b);
            Assert.That(vector, Is.EqualTo(scalar));
            Lifting.Update(vector, source, a, b);
            Lifting.UpdateScalar(scalar, source, a, b);
            Assert.That(vector, Is.EqualTo(scalar));
            Lifting.Predict(vector, source, a, b);
            Lifting.PredictScalar(scalar, source, a, b);
            Assert.That(vector, Is.EqualTo(scalar));
        }
    }

    [Test]
    public void Lifting_OfTheIrreversibleWavelet_EqualsItsScalarTwin()
    {
        foreach (int length in Lengths)
        {
            float[] source = Floats(length, 1), a = Floats(length, 2), b = Floats(length, 3), vector = new float[length], scalar = new float[length];
            Lifting.Step(vector, source, 1.23f, a, b, -0.44f);
            Lifting.StepScalar(scalar, source, 1.23f, a, b, -0.44f);
            Assert.That(vector, Is.EqualTo(scalar));
        }
    }

    [Test]
    public void Interleave_EqualsItsScalarTwin_AndIsUndone()
    {
        foreach (int length in Lengths)
            foreach (int longer in new[] { 0, 1 })
            {
                int[] first = Integers(length + longer, 1), second = Integers(length, 2), vector = new int[2 * length + longer], scalar = new int[2 * length + longer];
                Lifting.Interleave(vector, first, second);
                Lifting.InterleaveScalar(scalar, first, second);
                Assert.That(vector, Is.EqualTo(scalar));
                int[] firstBack = new int[length + longer], secondBack = new int[length];
                Lifting.Deinterleave(vector, firstBack, secondBack);
                Assert.That(firstBack, Is.EqualTo(first));
                Assert.That(secondBack, Is.EqualTo(second));
            }
    }

    [Test]
    public void Merge_EqualsItsScalarTwin_AndIsUndone()
    {
        foreach (int length in Lengths.Where(length => length > 0))
            foreach (int longer in new[] { 0, 1 })
            {
                int[] low = [.. Integers(length + longer, 1).Select(value => value >> 8)], high = [.. Integers(length, 2).Select(value => value >> 8)], vector = new int[2 * length + longer], scalar = new int[2 * length + longer];
                Lifting.Merge(low, high, vector);
                Lifting.MergeScalar(low, high, scalar);
                Assert.That(vector, Is.EqualTo(scalar));
                int[] lowBack = new int[length + longer], highBack = new int[length], lowTwin = new int[length + longer], highTwin = new int[length];
                Lifting.Split(vector, lowBack, highBack);
                Lifting.SplitScalar(vector, lowTwin, highTwin);
                Assert.That((lowBack, highBack), Is.EqualTo((low, high)));
                Assert.That((lowTwin, highTwin), Is.EqualTo((low, high)));
            }
    }

    [Test]
    public void HtMagnitudes_EqualTheirScalarTwin()
    {
        var random = new Random(5);
        for (int round = 0; round < 2000; round++)
        {
            // Any bits are data; exponents that are known belong to coefficients that are significant.
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var bits = new HtBits();
            bits.LoadForward(bytes, 0xFF);
            uint[] quads = [.. Enumerable.Range(0, 2 * random.Next(1, 20)).Select(_ => Quad(random))];
            uint greatest = quads.Max(quad => quad >> 16);
            int plane = random.Next(31 - (int)greatest), vectorAt = 0, scalarAt = 0;
            uint[][] vector = [new uint[2 * quads.Length], new uint[2 * quads.Length], new uint[2 * quads.Length]], scalar = [.. vector.Select(line => (uint[])line.Clone())];
            HtMagnitudes.Decode(bits, ref vectorAt, quads, greatest, plane, vector[0], vector[1], vector[2]);
            HtMagnitudes.DecodeScalar(bits, ref scalarAt, quads, plane, scalar[0], scalar[1], scalar[2]);
            Assert.That(vector, Is.EqualTo(scalar));
            Assert.That(vectorAt, Is.EqualTo(scalarAt));
        }
    }

    [Test]
    public void HtQuadSamples_EqualTheirScalarTwin()
    {
        var random = new Random(6);
        for (int width = 1; width < 40; width++)
            foreach (bool hasLower in new[] { true, false })
                for (int bits = 1; bits < 32; bits++)
                {
                    uint[] top = Magnitudes(width), bottom = hasLower ? Magnitudes(width) : [];
                    (uint[] Values, uint[] Quads, int[] Lower) vector = (new uint[100], new uint[30], new int[60]), scalar = (new uint[100], new uint[30], new int[60]);
                    HtQuadSamples.Prepare(top, bottom, vector.Values, vector.Quads, vector.Lower);
                    HtQuadSamples.PrepareScalar(top, bottom, scalar.Values, scalar.Quads, scalar.Lower);
                    Assert.That(vector, Is.EqualTo(scalar), $"{width} columns, {bits} bits");

                    uint[] Magnitudes(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? 0 : ((uint)random.NextInt64(1L << bits)) | (uint)random.Next(2) << 31)];
                }
    }

    private static uint Quad(Random random)
    {
        uint significant = (uint)random.Next(16), known = significant & (uint)random.Next(16), ones = known & (uint)random.Next(16);
        return significant << 4 | known << 8 | ones << 12 | (uint)random.Next(1, random.Next(2, 29)) << 16;
    }

    [Test]
    public void StoreThree_PutsThreeComponentsInEachPixel()
    {
        foreach (int length in Lengths)
        {
            int[][] components = [.. Enumerable.Range(1, 3).Select(seed => Integers(length, seed).Select(value => value & 255).ToArray())];
            byte[] pixels = new byte[3 * length];
            SampleOutput.StoreThree(components[0], components[1], components[2], pixels);
            Assert.That(pixels, Is.EqualTo(Enumerable.Range(0, 3 * length).Select(i => (byte)components[i % 3][i / 3]).ToArray()));
        }
    }

    [Test]
    public void ComponentTransforms_EqualTheirScalarTwins()
    {
        foreach (int length in Lengths)
        {
            int[][] vector = [Integers(length, 1), Integers(length, 2), Integers(length, 3)], scalar = [.. vector.Select(line => (int[])line.Clone())];
            ComponentTransform.ForwardReversible(vector[0], vector[1], vector[2]);
            ComponentTransform.ForwardReversibleScalar(scalar[0], scalar[1], scalar[2]);
            Assert.That(vector, Is.EqualTo(scalar));
            ComponentTransform.InverseReversible(vector[0], vector[1], vector[2]);
            ComponentTransform.InverseReversibleScalar(scalar[0], scalar[1], scalar[2]);
            Assert.That(vector, Is.EqualTo(scalar));
            float[][] lines = [Floats(length, 1), Floats(length, 2), Floats(length, 3)], twins = [.. lines.Select(line => (float[])line.Clone())];
            ComponentTransform.ForwardIrreversible(lines[0], lines[1], lines[2]);
            ComponentTransform.ForwardIrreversibleScalar(twins[0], twins[1], twins[2]);
            Assert.That(lines, Is.EqualTo(twins));
            ComponentTransform.InverseIrreversible(lines[0], lines[1], lines[2]);
            ComponentTransform.InverseIrreversibleScalar(twins[0], twins[1], twins[2]);
            Assert.That(lines, Is.EqualTo(twins));
        }
    }

    [Test]
    public void Dequantizer_EqualsItsScalarTwin()
    {
        foreach (int length in Lengths)
        {
            uint[] magnitudes = MemoryMarshal.Cast<int, uint>(Integers(length, 7)).ToArray();
            int[] vector = new int[length], scalar = new int[length];
            Dequantizer.Reversible(magnitudes, vector);
            Dequantizer.ReversibleScalar(magnitudes, scalar);
            Assert.That(vector, Is.EqualTo(scalar));
            float[] floats = new float[length], twins = new float[length];
            Dequantizer.Irreversible(magnitudes, floats, 0.3f);
            Dequantizer.IrreversibleScalar(magnitudes, twins, 0.3f);
            Assert.That(floats, Is.EqualTo(twins));
        }
    }

    [Test]
    public void Wavelets_PutTogetherWhatTheyTookApart()
    {
        for (int start = 0; start < 2; start++)
            foreach (int length in Lengths.Where(length => length > 0))
            {
                WaveletLine line = WaveletLine.Of(start, start + length);
                int[] samples = [.. Integers(length, length).Select(value => value >> 8)], halves = new int[length], back = new int[length], scratch = new int[length + 4];
                Wavelet53.Analyze(samples, halves, line, scratch);
                Wavelet53.Synthesize(halves.AsSpan(0, line.Low), halves.AsSpan(line.Low), back, line, scratch);
                Assert.That(back, Is.EqualTo(samples));
                float[] floats = Floats(length, length), floatHalves = new float[length], floatBack = new float[length];
                Wavelet97.Analyze(floats, floatHalves, line, new float[length + 4]);
                Wavelet97.Synthesize(floatHalves.AsSpan(0, line.Low), floatHalves.AsSpan(line.Low), floatBack, line, new float[length + 4]);
                Assert.That(floatBack, Is.EqualTo(floats).Within(0.05f));
            }
    }

    private static int[] Integers(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(i => (i % 5) switch { 0 => int.MaxValue, 1 => int.MinValue, _ => random.Next(int.MinValue, int.MaxValue) })];
    }

    private static float[] Floats(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * 65536)];
    }
}
