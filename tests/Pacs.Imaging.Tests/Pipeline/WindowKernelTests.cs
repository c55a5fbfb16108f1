using CsCheck;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

public sealed class WindowKernelTests
{
    private static readonly Gen<(ushort[] Words, StoredCode Code, float Scale, float Offset)> Cases =
        from length in Gen.Int[0, 300]
        from words in Gen.UShort.Array[length]
        from stored in Gen.Int[1, 16]
        from shift in Gen.Int[0, 16 - stored]
        from isSigned in Gen.Bool
        from scale in Gen.Float[-8, 8]
        from offset in Gen.Float[-300000, 300000]
        select (words, StoredCode.Of(new PixelLayout { Rows = 1, Columns = 1, BitsAllocated = 16, BitsStored = stored, HighBit = stored + shift - 1, IsSigned = isSigned }), scale, offset);

    [Test]
    public void Apply_EveryVectorWidth_EqualsScalarToTheBit() => Cases.Sample(test =>
    {
        byte[] expected = new byte[test.Words.Length];
        WindowKernel.Scalar(test.Words, expected, test.Code, test.Scale, test.Offset);
        byte[] best = new byte[test.Words.Length];
        WindowKernel.Apply(test.Words, best, test.Code, test.Scale, test.Offset);
        Assert.That(best, Is.EqualTo(expected));
        foreach (Kernel kernel in (Kernel[])[WindowKernel.Apply128, WindowKernel.Apply256, WindowKernel.Apply512])
        {
            byte[] actual = new byte[test.Words.Length];
            int done = kernel(test.Words, actual, test.Code, test.Scale, test.Offset);
            Assert.That(actual[..done], Is.EqualTo(expected[..done]));
            Assert.That(test.Words.Length - done, Is.LessThan(64));
        }
    }, iter: 2000);

    [Test]
    public void Apply_Bytes_EqualsScalarToTheBit() => Gen.Select(Gen.Byte.Array, Gen.Bool, Gen.Float[-8, 8], Gen.Float[-300, 300]).Sample((words, isSigned, scale, offset) =>
    {
        StoredCode code = StoredCode.Of(new PixelLayout { Rows = 1, Columns = 1, BitsAllocated = 8, BitsStored = 8, HighBit = 7, IsSigned = isSigned });
        byte[] expected = new byte[words.Length], actual = new byte[words.Length];
        WindowKernel.Scalar(words, expected, code, scale, offset);
        WindowKernel.Apply(words, actual, code, scale, offset);
        Assert.That(actual, Is.EqualTo(expected));
    });

    // The line in single precision against the transform in double: off by one at most, and only where the exact value is between two levels.
    [Test]
    public void Draw_AnyWindow_IsWithinTheStatedErrorOfTheTransform() =>
        Gen.Select(Gen.Double[-70000, 70000], Gen.Double[1, 140000], Gen.Double[-4, 4], Gen.Double[-5000, 5000], Gen.Bool, Gen.Bool).Sample((center, width, slope, intercept, isSigned, isInverse) =>
        {
            ushort[] words = [.. Enumerable.Range(0, 1024).Select(static i => (ushort)(i * 64 + i % 64))];
            using PixelFrame frame = TestFrames.Of(32, words, layout => layout with { IsSigned = isSigned });
            var transform = new GrayscaleTransform { Modality = new ModalityTransform(slope, intercept), Window = new VoiWindow(center, width), IsInverse = isInverse };
            using var samples = new SampleBuffer(frame);
            byte[] grey = new byte[words.Length];
            GrayscaleKernel.Draw(samples, transform, grey);
            for (int i = 0; i < words.Length; i++)
                Assert.That(grey[i], Is.EqualTo(transform.Apply(samples[i]) * 255).Within(0.5 + WindowKernel.MaxError));
        }, iter: 300);

    private delegate int Kernel(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset);
}
