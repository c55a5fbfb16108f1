using CsCheck;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

public sealed class CodeRangeTests
{
    private static StoredCode Code(int allocated, int stored, bool isSigned) =>
        StoredCode.Of(new PixelLayout { Rows = 1, Columns = 1, BitsAllocated = allocated, BitsStored = stored, HighBit = stored - 1, IsSigned = isSigned });

    [Test]
    public void Find_Words_EqualsScalar() => Gen.Select(Gen.UShort.Array[0, 300], Gen.Int[1, 16], Gen.Bool, Gen.Bool, Gen.UInt[0, 70000], Gen.UInt[0, 70000]).Sample((words, stored, isSigned, pads, a, b) =>
    {
        StoredCode code = Code(16, stored, isSigned);
        (uint, uint)? padding = pads && Math.Min(a, b) <= code.Mask ? (Math.Min(a, b), Math.Min(Math.Max(a, b), code.Mask)) : null;
        Assert.That(CodeRange.Find<ushort>(words, code, padding), Is.EqualTo(CodeRange.Scalar<ushort>(words, code, padding)));
    }, iter: 2000);

    [Test]
    public void Find_Bytes_EqualsScalar() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 8], Gen.Bool).Sample((words, stored, isSigned) =>
        Assert.That(CodeRange.Find<byte>(words, Code(8, stored, isSigned), null), Is.EqualTo(CodeRange.Scalar<byte>(words, Code(8, stored, isSigned), null))));

    [Test]
    public void Find_NothingButPadding_IsNull() =>
        Assert.That(CodeRange.Find<ushort>([.. Enumerable.Repeat((ushort)5, 1000)], Code(16, 16, false), (5, 5)), Is.Null);
}
