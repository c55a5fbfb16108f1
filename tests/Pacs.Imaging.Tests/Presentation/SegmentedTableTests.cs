using CsCheck;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Presentation;

[Category("PS3.3 §C.7.9.2")]
public sealed class SegmentedTableTests
{
    private static byte[] Words(params ushort[] words) => [.. words.SelectMany(static word => new[] { (byte)word, (byte)(word >> 8) })];

    [Test]
    public void Expand_Discrete_CopiesItsEntries() =>
        Assert.That(SegmentedTable.Expand(Words(0, 3, 7, 8, 9), 3, 16), Is.EqualTo(new ushort[] { 7, 8, 9 }));

    [Test]
    public void Expand_Linear_RisesFromTheEntryBeforeToItsEnd() =>
        Assert.That(SegmentedTable.Expand(Words(0, 1, 100, 1, 4, 200), 5, 16), Is.EqualTo(new ushort[] { 100, 125, 150, 175, 200 }));

    // Segments 0 and 1 again, from byte 0.
    [Test]
    public void Expand_Indirect_RepeatsSegments() =>
        Assert.That(SegmentedTable.Expand(Words(0, 1, 10, 1, 2, 20, 2, 2, 0, 0), 6, 16), Is.EqualTo(new ushort[] { 10, 15, 20, 10, 15, 20 }));

    [Test]
    public void Expand_BytesInsteadOfWords_AreRecognised() =>
        Assert.That(SegmentedTable.Expand([0, 2, 5, 6, 1, 2, 10, 0], 4, 8), Is.EqualTo(new ushort[] { 5, 6, 8, 10 }));

    [Test]
    public void Expand_LinearFirst_GivesNothing() => Assert.That(SegmentedTable.Expand(Words(1, 4, 200), 4, 16), Is.Empty);

    [Test]
    public void Expand_AnyBytes_EndsWithinTheTable() => Gen.Select(Gen.Byte.Array[0, 64], Gen.Int[1, 65536], Gen.Bool).Sample((bytes, count, isNarrow) =>
        Assert.That(SegmentedTable.Expand(bytes, count, isNarrow ? 8 : 16), Has.Length.LessThanOrEqualTo(count)));

    [Test]
    public void Expand_IndirectToItself_Ends() =>
        Assert.That(SegmentedTable.Expand(Words(2, 65535, 0, 0, 2, 65535, 0, 0), 65536, 16), Is.Empty);
}
