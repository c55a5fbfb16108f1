using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

public sealed class MalformedTests
{
    [Test]
    public async Task EveryMalformedFile_GivesPixelsOrATypedError_AndKeepsToItsMemory()
    {
        var options = new DecodeOptions { Limits = new() { MaxFrameLength = 64 << 20 } };
        foreach (string path in SharedData.Files("malformed"))
        {
            long before = GC.GetTotalAllocatedBytes();
            try
            {
                await using DicomFile file = await DicomFile.OpenAsync(path, new DicomReadOptions { MaxInflatedLength = 128 << 20 });
                FrameReader reader = await FrameReader.CreateAsync(file);
                for (int i = 0; i < Math.Min(reader.Count, 3); i++) (await DicomImage.DecodeAsync(reader, i, options)).Dispose();
            }
            catch (DicomException)
            {
                // What a broken file is for.
            }

            Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(512 << 20), Path.GetFileName(path));
        }
    }

    [TestCase("bits-allocated-7.dcm", "7")]
    [TestCase("rows-zero.dcm", "0")]
    [TestCase("samples-2.dcm", "2")]
    [TestCase("rows-65535.dcm", "8589672450")]
    [TestCase("rle-truncated-stream.dcm", "RLE")]
    [TestCase("rle-first-64-bytes-random.dcm", "RLE")]
    [TestCase("jpegls-truncated-stream.dcm", "JPEG-LS")]
    [TestCase("jpegls-first-64-bytes-random.dcm", "JPEG-LS")]
    [TestCase("jpeg-truncated-stream.dcm", "entropy coded data")]
    [TestCase("jpeg-first-64-bytes-random.dcm", "JPEG")]
    [TestCase("jpegll-truncated-stream.dcm", "entropy coded data")]
    [TestCase("jpegll-first-64-bytes-random.dcm", "JPEG")]
    [TestCase("rle-no-fragments.dcm", "no frames")]
    public async Task ImpossibleImage_IsRefusedAndSaysWhy(string name, string message)
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File($"malformed/{name}"));

        Assert.That(async () => (await DicomImage.DecodeAsync(file)).Dispose(), Throws.InstanceOf<DicomException>().With.Message.Contains(message));
    }

    [TestCase("video")]
    [TestCase("jpeg-xl")]
    public async Task ASyntaxWithoutACodec_IsRefusedByItsName_AndItsFramesArePassedOnWhole(string folder)
    {
        string[] files = [.. SharedData.Files(folder)];
        Assert.That(files, Is.Not.Empty);
        foreach (string path in files)
        {
            await using DicomFile file = await DicomFile.OpenAsync(path);
            FrameReader reader = await FrameReader.CreateAsync(file);
            using EncodedFrame encoded = await reader.ReadAsync(0);

            Assert.That(encoded.Bytes.Length, Is.Positive);
            Assert.That(async () => (await DicomImage.DecodeAsync(reader)).Dispose(), Throws.TypeOf<DicomImageException>().With.Message.Contains(file.TransferSyntax.Uid.Value), path);
        }
    }

    [Test]
    public async Task NativeFrameCutLate_IsPartial_WithZerosForWhatIsMissing()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("structure/MR_truncated.dcm"));
        using PixelFrame frame = await DicomImage.DecodeAsync(file);

        Assert.That(frame.IsPartial);
        Assert.That(frame.Bytes[8130..].ToArray(), Is.All.Zero);
    }
}
