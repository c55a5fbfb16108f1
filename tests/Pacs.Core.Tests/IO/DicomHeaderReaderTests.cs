using Pacs.Core.Tests.Data;

namespace Pacs.Core.Tests.IO;

public sealed class DicomHeaderReaderTests
{
    private static readonly TransferSyntax Explicit = TransferSyntax.ExplicitVRLittleEndian;

    [Test]
    public void Append_PixelDataHeader_CompletesWithoutThePixels()
    {
        using var reader = new DicomHeaderReader(Explicit);
        byte[] bytes = Header(pixelBytes: 1000);
        bool isComplete = false;
        int at = 0;
        for (; !isComplete; at++) isComplete = reader.Append(bytes.AsSpan(at, 1));
        Assert.That(at, Is.LessThan(bytes.Length - 900));
        Assert.That(reader.StoppedAt, Is.EqualTo(DicomTag.PixelData));
        Assert.That(reader.StoppedAtOffset + reader.StoppedElementLength, Is.EqualTo(bytes.Length));
        Assert.That(reader.Complete().GetString(DicomTag.PatientID), Is.EqualTo("P1"));
    }

    [Test]
    public void Append_LargePrivateValue_IsPassedOverInBoundedMemory()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientID, "P1");
        dataset.Set(DicomTag.StudyDescription, "after the value");
        byte[] before = DicomDatasetTests.Encode(dataset, Explicit);
        const int Length = 300_000_000;
        byte[] large = [0x09, 0, 0x10, 0x10, (byte)'O', (byte)'B', 0, 0, .. BitConverter.GetBytes(Length)];
        byte[] chunk = new byte[1_000_000];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        using var reader = new DicomHeaderReader(Explicit);
        reader.Append(large);
        for (int sent = 0; sent < Length; sent += chunk.Length) reader.Append(chunk);
        reader.Append(before);
        DicomDataset header = reader.Complete();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - allocated, Is.LessThan(1_000_000));
        Assert.That(header.GetString(DicomTag.StudyDescription), Is.EqualTo("after the value"));
        Assert.That(header.TryGet(new DicomTag(0x0009_1010), out DicomElement element) && element.Bulk is { IsAvailable: false, Length: Length }, Is.True);
    }

    [Test]
    public void Append_TextLongerThanTheLimit_IsRefusedBeforeMemoryIsTaken()
    {
        byte[] hostile = [0x10, 0, 0x20, 0, (byte)'U', (byte)'T', 0, 0, 0xFE, 0xFF, 0xFF, 0x7F];
        using var reader = new DicomHeaderReader(Explicit);
        Assert.That(() => reader.Append(hostile), Throws.InstanceOf<DicomDataException>());
    }

    [Test]
    public void Append_EndlessUndefinedSequence_EndsAtTheLimit()
    {
        using var reader = new DicomHeaderReader(Explicit, new DicomReadOptions { MaxHeaderLength = 1_000_000 });
        reader.Append([0x08, 0, 0x10, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        byte[] item = [0xFE, 0xFF, 0x00, 0xE0, 8, 0, 0, 0, 0x08, 0, 0x50, 0x11, (byte)'U', (byte)'I', 0, 0];
        Assert.That(() =>
        {
            for (int i = 0; i < 200_000; i++) reader.Append(item);
        }, Throws.InstanceOf<DicomDataException>().With.Message.Contains("1000000"));
    }

    [Test]
    public void Complete_DataEndsInsideAValue_IsRefusedWhenAsked()
    {
        byte[] bytes = Header(pixelBytes: 0)[..^15];
        using var strict = new DicomHeaderReader(Explicit, new DicomReadOptions { RefuseTruncated = true });
        strict.Append(bytes);
        Assert.That(() => strict.Complete(), Throws.InstanceOf<DicomDataException>());
        using var lenient = new DicomHeaderReader(Explicit);
        lenient.Append(bytes);
        Assert.That(lenient.Complete().Findings, Is.Not.Empty);
    }

    [TestCase(1)]
    [TestCase(1000)]
    public void Complete_DataEndsInsideALargeValue_CutsItHoweverItArrived(int pieces)
    {
        byte[] bytes = [0x09, 0, 0x10, 0x10, (byte)'O', (byte)'B', 0, 0, 0, 0, 16, 0, 1, 2, 3, 4];
        using var reader = new DicomHeaderReader(Explicit);
        for (int at = 0; at < bytes.Length; at += pieces) reader.Append(bytes.AsSpan(at, Math.Min(pieces, bytes.Length - at)));
        DicomDataset header = reader.Complete();
        Assert.That(header.Single().Length, Is.EqualTo(4));
        Assert.That(header.Findings.Single().Kind, Is.EqualTo(FindingKind.Truncated));
    }

    [Test]
    public void Complete_TypicalHeader_AllocatesAHandfulOfObjects()
    {
        byte[] bytes = Header(pixelBytes: 1000);
        using (var warm = new DicomHeaderReader(Explicit))
        {
            warm.Append(bytes);
            warm.Complete();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = new DicomHeaderReader(Explicit);
        reader.Append(bytes);
        DicomDataset header = reader.Complete();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.LessThan(bytes.Length + 56 * header.Count + 1000), "the header's bytes, one slot an element, and a few objects");
    }

    private static byte[] Header(int pixelBytes)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        dataset.Set(DicomTag.PatientID, "P1");
        dataset.Set(DicomTag.PatientName, "TEST^HEADER");
        dataset.SetUInt16(DicomTag.Rows, 10);
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OW, new byte[pixelBytes]);
        return DicomDatasetTests.Encode(dataset, Explicit);
    }
}
