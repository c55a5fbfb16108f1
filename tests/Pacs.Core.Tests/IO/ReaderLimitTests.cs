using System.Diagnostics;

namespace Pacs.Core.Tests.IO;

/// <summary>Memory and time that an input can make the reader take: its own length and a fixed budget, and linear.</summary>
[Category("Hostile")]
public sealed class ReaderLimitTests
{
    private static readonly TransferSyntax Explicit = TransferSyntax.ExplicitVRLittleEndian;

    [Test]
    public void Parse_MillionsOfTinyElements_AreRefusedAtTheLimit()
    {
        byte[] bytes = new byte[64_000_000];
        for (int at = 0, number = 0; at < bytes.Length; at += 8, number++) Header(bytes.AsSpan(at), new DicomTag((uint)(0x0009_0000 + number)), "LO");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => DicomDataset.Parse(bytes, Explicit), Throws.InstanceOf<DicomDataException>().With.Message.Contains("1000000"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16_000_000));
    }

    [Test]
    public void Parse_ManyTinyElements_TakesLessMemoryThanTheInput()
    {
        byte[] bytes = new byte[4_000_000];
        for (int at = 0, number = 0; at < bytes.Length; at += 8, number++) Header(bytes.AsSpan(at), new DicomTag((uint)(0x0009_0000 + number)), "LO");
        long before = GC.GetAllocatedBytesForCurrentThread();
        DicomDataset dataset = DicomDataset.Parse(bytes, Explicit);
        Assert.That(dataset, Has.Property(nameof(DicomDataset.Count)).EqualTo(500_000));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8_000_000));
    }

    [Test]
    public void Parse_TheSameTagAgainAndAgain_KeepsOneAndAHundredFindings()
    {
        byte[] bytes = new byte[4_000_000];
        for (int at = 0; at < bytes.Length; at += 8) Header(bytes.AsSpan(at), DicomTag.PatientID, "LO");
        DicomDataset dataset = DicomDataset.Parse(bytes, Explicit);
        Assert.That(dataset.Count, Is.EqualTo(1));
        Assert.That(dataset.Findings, Has.Count.EqualTo(100));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Open_DeepNestingOverManyElements_IsWalkedInLinearTime(bool hasDelimiters)
    {
        // 500 levels around 100,000 elements: 50 million steps if each level were walked again, many times that in bytes.
        using var stream = new MemoryStream();
        const int Levels = 500;
        for (int i = 0; i < Levels; i++) stream.Write([0x08, 0, 0x40, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        byte[] element = new byte[8];
        for (int i = 0; i < 100_000; i++)
        {
            Header(element, new DicomTag((uint)(0x0009_0000 + i)), "LO");
            stream.Write(element);
        }

        for (int i = 0; i < Levels && hasDelimiters; i++) stream.Write([0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        var time = Stopwatch.StartNew();
        DicomDataset at = DicomDataset.Parse(stream.ToArray(), Explicit);
        for (int i = 0; i < Levels; i++) at = at.GetSequence(DicomTag.ReferencedImageSequence)![0];
        Assert.That(at.Count, Is.EqualTo(100_000));
        Assert.That(at.Path.Count, Is.EqualTo(Levels));
        TestContext.Out.WriteLine($"{time.ElapsedMilliseconds} ms");
    }

    [Test]
    public void Parse_NestingPastTheLimit_IsRefusedAndSaysSo()
    {
        byte[] level = [0x08, 0, 0x40, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF];
        byte[] bytes = [.. Enumerable.Repeat(level, 2000).SelectMany(part => part)];
        Assert.That(() => DicomDataset.Parse(bytes, Explicit), Throws.InstanceOf<DicomDataException>().With.Message.Contains("1024"));
    }

    [Test]
    public void GetSequence_MillionsOfItems_AreRefusedAtTheLimit()
    {
        byte[] bytes = new byte[12 + 8 * 100];
        Header(bytes, DicomTag.ReferencedImageSequence, "SQ");
        BitConverter.TryWriteBytes(bytes.AsSpan(8), 8 * 100);
        for (int at = 12; at < bytes.Length; at += 8) Header(bytes.AsSpan(at), new DicomTag(0xFFFE_E000), "\0\0");
        DicomDataset dataset = DicomDataset.Parse(bytes, Explicit, new DicomReadOptions { MaxElements = 50 });
        Assert.That(() => dataset.GetSequence(DicomTag.ReferencedImageSequence), Throws.InstanceOf<DicomDataException>());
    }

    private static void Header(Span<byte> at, DicomTag tag, string vr)
    {
        BitConverter.TryWriteBytes(at, tag.Group);
        BitConverter.TryWriteBytes(at[2..], tag.Element);
        at[4] = (byte)vr[0];
        at[5] = (byte)vr[1];
    }
}
