using CsCheck;

namespace Pacs.Core.Tests.IO.Frames;

[Category("PS3.5 §A.4")]
public sealed class FrameEncapsulatorTests
{
    private static readonly Gen<byte[][]> SomeFrames = Gen.Byte.Array[1, 40].Array[1, 8];

    [Test]
    public void BuiltWithATable_WrittenAndRead_GivesTheSameFrames() =>
        Gen.Select(SomeFrames, Gen.Bool.Select(isBasic => isBasic ? OffsetTableKind.Basic : OffsetTableKind.Extended), Gen.Int[1, 30]).Sample((frames, table, longest) =>
        {
            int maxFragmentLength = table == OffsetTableKind.Basic ? longest * 2 : 64;
            DicomDataset read = WriteAndRead(Build(frames, new() { OffsetTable = table, MaxFragmentLength = maxFragmentLength }));
            FrameReader reader = FrameReader.CreateAsync(read, TransferSyntax.JPEG2000).AsTask().Result;
            return reader.Findings.Count == 0 && reader.Count == frames.Length
                && Pixels.AllAsync(reader).Result.Zip(frames).All(pair => pair.First.SequenceEqual(table == OffsetTableKind.Basic ? Padded(pair.Second) : pair.Second));
        });

    [Test]
    public void BuiltWithoutTable_OneFragmentAFrame_GivesTheSameFrames() =>
        SomeFrames.Sample(frames =>
        {
            FrameReader reader = FrameReader.CreateAsync(Build(frames, new() { OffsetTable = OffsetTableKind.None }), TransferSyntax.JPEG2000).AsTask().Result;
            return Pixels.AllAsync(reader).Result.Zip(frames).All(pair => pair.First.SequenceEqual(Padded(pair.Second)));
        });

    [Test]
    public void BasicTable_HoldsOffsetsOfItemHeaders_AndPaddedFragments()
    {
        DicomDataset dataset = Build([[1, 2, 3], [4, 5]], new() { MaxFragmentLength = 2 });

        Assert.That(dataset.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(Pixels.Value(Pixels.Table(0, 20), Pixels.Item(1, 2), Pixels.Item(3, 0), Pixels.Item(4, 5))));
        Assert.That(dataset.GetInt32(DicomTag.NumberOfFrames), Is.EqualTo(2));
    }

    [Test, Category("PS3.3 §C.7.6.3.1.8")]
    public void ExtendedTable_HoldsOffsetsAndUnpaddedLengths()
    {
        DicomDataset dataset = Build([[1, 2, 3], [4, 5]], new() { OffsetTable = OffsetTableKind.Extended });

        Assert.That(Pixels.Quads(dataset.GetBytes(DicomTag.ExtendedOffsetTable).Span), Is.EqualTo(new ulong[] { 0, 12 }));
        Assert.That(Pixels.Quads(dataset.GetBytes(DicomTag.ExtendedOffsetTableLengths).Span), Is.EqualTo(new ulong[] { 3, 2 }));
        Assert.That(dataset.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(Pixels.Value(Pixels.Item(), Pixels.Item(1, 2, 3, 0), Pixels.Item(4, 5))));
    }

    [Test]
    public void ExtendedTable_FrameOfSeveralFragments_IsRefused()
    {
        var frames = new FrameEncapsulator(new() { OffsetTable = OffsetTableKind.Extended, MaxFragmentLength = 2 });

        Assert.That(() => frames.Add([1, 2, 3]), Throws.TypeOf<DicomDataException>());
    }

    [Test]
    public void ApplyTo_RemovesTablesOfThePixelsBefore()
    {
        DicomDataset dataset = Build([[1], [2]], new() { OffsetTable = OffsetTableKind.Extended });
        var again = new FrameEncapsulator();
        again.Add([3]);
        again.ApplyTo(dataset);

        Assert.That(dataset.Contains(DicomTag.ExtendedOffsetTable) || dataset.Contains(DicomTag.ExtendedOffsetTableLengths), Is.False);
        Assert.That(dataset.GetInt32(DicomTag.NumberOfFrames), Is.EqualTo(1));
    }

    [Test]
    public void ElementCopiedToAnotherDataset_StaysEncapsulated()
    {
        DicomDataset source = WriteAndRead(Build([[1, 2]], new()));
        source.TryGet(DicomTag.PixelData, out DicomElement pixels);
        var copy = new DicomDataset();
        copy.Set(pixels);

        Assert.That(FrameReader.CreateAsync(WriteAndRead(copy), TransferSyntax.JPEG2000).AsTask().Result.IsEncapsulated, Is.True);
    }

    private static DicomDataset Build(byte[][] frames, EncapsulationOptions options)
    {
        var encapsulator = new FrameEncapsulator(options);
        foreach (byte[] frame in frames) encapsulator.Add(frame);
        var dataset = new DicomDataset();
        encapsulator.ApplyTo(dataset);
        return dataset;
    }

    private static DicomDataset WriteAndRead(DicomDataset dataset)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        dataset.WriteTo(output, TransferSyntax.JPEG2000);
        return DicomDataset.Parse(output.WrittenSpan.ToArray(), TransferSyntax.JPEG2000);
    }

    private static byte[] Padded(byte[] frame) => frame.Length % 2 == 0 ? frame : [.. frame, 0];
}
