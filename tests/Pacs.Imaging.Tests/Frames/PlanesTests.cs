using CsCheck;

namespace Pacs.Imaging.Tests.Frames;

public sealed class PlanesTests
{
    [Test]
    public void VectorForms_EqualTheScalarOnes_ForAnySize() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 200], Gen.Int[0, 1000]).Sample((count, length, seed) =>
        {
            byte[] planes = new byte[count * length], expected = new byte[planes.Length], actual = new byte[planes.Length];
            new Random(seed).NextBytes(planes);
            Planes.Join<byte>(planes, count, expected);
            PlanesVector.Join(planes, count, actual);
            Assert.That(actual, Is.EqualTo(expected));
            byte[] back = new byte[planes.Length];
            Planes.Split<byte>(actual, count, expected);
            PlanesVector.Split(actual, count, back);
            Assert.That(back, Is.EqualTo(planes).And.EqualTo(expected));
        });
}
