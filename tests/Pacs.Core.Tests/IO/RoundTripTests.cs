using System.Buffers;
using Pacs.Tests;

namespace Pacs.Core.Tests.IO;

[Category("PS3.10 §7")]
public sealed class RoundTripTests
{
    private static IEnumerable<string> ReadableFiles()
    {
        foreach (string path in SharedData.Root is null ? [] : SharedData.Files())
            yield return Path.GetRelativePath(SharedData.DicomFolder, path);
    }

    [TestCaseSource(nameof(ReadableFiles))]
    public async Task SaveAsync_UnchangedFile_IsByteIdentical(string relative)
    {
        byte[] original = await File.ReadAllBytesAsync(SharedData.File(relative));
        DicomFile file;
        try
        {
            file = await DicomFile.OpenAsync(SharedData.File(relative));
        }
        catch (DicomDataException)
        {
            Assert.That(IsRefusedWithReason(relative), Is.True, "Only what is broken may be refused.");
            return;
        }

        await using (file)
        {
            using var saved = new MemoryStream();
            await file.SaveAsync(saved);
            Assert.That(saved.ToArray().AsSpan().SequenceEqual(original), Is.True);
        }
    }

    [TestCaseSource(nameof(ReadableFiles))]
    public async Task OpenAsync_AndParse_FindTheSameElements(string relative)
    {
        byte[] original = await File.ReadAllBytesAsync(SharedData.File(relative));
        DicomFile parsed;
        try
        {
            parsed = DicomFile.Parse(original);
        }
        catch (DicomDataException)
        {
            Assert.That(IsRefusedWithReason(relative), Is.True, "Only what is broken may be refused.");
            Assert.That(async () => (await DicomFile.OpenAsync(SharedData.File(relative))).Dispose(), Throws.InstanceOf<DicomDataException>());
            return;
        }

        await using DicomFile opened = await DicomFile.OpenAsync(SharedData.File(relative));
        Assert.That(opened.Dataset.Select(element => (element.Tag, element.VR, element.Length)),
            Is.EqualTo(parsed.Dataset.Select(element => (element.Tag, element.VR, element.Length))));
        Assert.That(opened.TransferSyntax, Is.EqualTo(parsed.TransferSyntax));
    }

    [TestCaseSource(nameof(ReadableFiles))]
    public void HeaderReader_FedByteByByte_FindsWhatParseFinds(string relative)
    {
        byte[] original = File.ReadAllBytes(SharedData.File(relative));
        DicomFile parsed;
        try
        {
            parsed = DicomFile.Parse(original);
        }
        catch (DicomDataException)
        {
            Assert.That(IsRefusedWithReason(relative), Is.True, "Only what is broken may be refused.");
            return;
        }

        using var reader = new DicomHeaderReader(parsed.TransferSyntax);
        ReadOnlySpan<byte> body = original.AsSpan((int)parsed.DatasetOffset);
        int step = Math.Max(1, body.Length / 4000);
        for (int at = 0; at < body.Length; at += step)
            if (reader.Append(body.Slice(at, Math.Min(step, body.Length - at)))) break;
        DicomDataset header = reader.Complete();
        DicomTag stop = reader.StoppedAt ?? new DicomTag(0xFFFF_FFFF);
        Assert.That(header.Select(element => (element.Tag, element.Length)),
            Is.EqualTo(parsed.Dataset.Where(element => reader.StoppedAt is null || HeaderOffsetIsBefore(element, reader.StoppedAtOffset)).Select(element => (element.Tag, element.Length))), $"up to {stop}");
    }

    [TestCaseSource(nameof(ReadableFiles))]
    public async Task SaveAsync_RewrittenElementByElement_KeepsTagsAndTexts(string relative)
    {
        if (relative.StartsWith("malformed", StringComparison.Ordinal)) return;
        DicomFile file;
        try
        {
            file = await DicomFile.OpenAsync(SharedData.File(relative));
        }
        catch (DicomDataException)
        {
            return;
        }

        await using (file)
        {
            if (file.Id.SopClass.IsEmpty || file.Id.SopInstance.IsEmpty) return;
            List<(DicomTag, string?)> before = TextsOf(file.Dataset);
            file.Dataset.Set(DicomTag.SOPInstanceUID, file.Id.SopInstance); // the same value, but now the data set counts as changed
            using var saved = new MemoryStream();
            await file.SaveAsync(saved);
            DicomFile again = DicomFile.Parse(saved.ToArray());
            Assert.That(TextsOf(again.Dataset), Is.EqualTo(before));
            Assert.That(again.TransferSyntax, Is.EqualTo(file.TransferSyntax));
        }
    }

    [Test]
    public void WriteTo_BetweenNativeSyntaxes_ReturnsToTheSameBytes()
    {
        byte[] original = File.ReadAllBytes(SharedData.File("special/all-vrs.explicit-le.dcm"));
        DicomFile file = DicomFile.Parse(original);
        DicomDataset dataset = Encode(file.Dataset, TransferSyntax.ExplicitVRLittleEndian) is { } bytes ? DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian) : null!;
        byte[] big = Encode(dataset, TransferSyntax.ExplicitVRBigEndian);
        byte[] back = Encode(DicomDataset.Parse(big, TransferSyntax.ExplicitVRBigEndian), TransferSyntax.ExplicitVRLittleEndian);
        byte[] rewritten = Encode(DicomDataset.Parse(back, TransferSyntax.ExplicitVRLittleEndian), TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(rewritten, Is.EqualTo(back));
        Assert.That(TextsOf(DicomDataset.Parse(back, TransferSyntax.ExplicitVRLittleEndian)), Is.EqualTo(TextsOf(file.Dataset)));
    }

    // Pictures and raw volumes that carry the ending .dcm, a file whose zero bytes were lost, and nesting beyond the limit.
    private static bool IsRefusedWithReason(string relative) =>
        relative.StartsWith("malformed", StringComparison.Ordinal)
        || relative.Contains(".nrrd.", StringComparison.Ordinal) || relative.Contains(".png.", StringComparison.Ordinal) || relative.Contains(".jpg.", StringComparison.Ordinal)
        || relative is "structure/no_meta.dcm" or "special/deep-nesting-5000.dcm";

    private static byte[] Encode(DicomDataset dataset, TransferSyntax syntax)
    {
        var output = new ArrayBufferWriter<byte>();
        dataset.WriteTo(output, syntax);
        return output.WrittenSpan.ToArray();
    }

    private static bool HeaderOffsetIsBefore(DicomElement element, long offset) => element.Slot.HeaderOffset < offset;

    private static List<(DicomTag Tag, string? Text)> TextsOf(DicomDataset dataset)
    {
        var texts = new List<(DicomTag, string?)>();
        foreach (DicomElement element in dataset)
        {
            if (element.Tag.IsGroupLength || element.Tag == DicomTag.SOPInstanceUID) continue;
            if (element.GetSequence() is { } sequence)
                foreach (DicomDataset item in sequence) texts.AddRange(TextsOf(item));
            else if (element.VR.IsText())
                texts.Add((element.Tag, element.GetString()));
        }

        return texts;
    }
}
