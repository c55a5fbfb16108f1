using System.Security.Cryptography;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

/// <summary>Every file of the shared corpus whose decoded pixels are known, grouped by syntax.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class ManifestTests
{
    private static IEnumerable<TestCaseData> Syntaxes() => CodecRegistry.Default.Decodes.OrderBy(syntax => syntax.Uid.Value, StringComparer.Ordinal)
        .Select(syntax => new TestCaseData(syntax).SetArgDisplayNames(syntax.ToString()));

    [TestCaseSource(nameof(Syntaxes))]
    public async Task EveryImageWithAKnownSum_DecodesToIt(TransferSyntax syntax)
    {
        _ = SharedData.DicomFolder;
        Manifest[] images = [.. Manifest.Images.Where(image => image.Syntax == syntax && image.Sha256.Length > 0)];
        var wrong = new List<string>();
        foreach (Manifest image in images)
        {
            try
            {
                if (await SumAsync(SharedData.File(image.Path), image.MaskedSha256 == "") is var sum && sum.Exact != image.Sha256 && sum.Masked != image.MaskedSha256) wrong.Add(image.Path);
            }
            catch (DicomException refused)
            {
                wrong.Add($"{image.Path}: {refused.Message}");
            }
        }

        Assert.That(wrong, Is.Empty);
        TestContext.Out.WriteLine($"{images.Length} images");
    }

    /// <summary>The sums of all frames: as decoded, and with the bits above Bits Stored zeroed. Single bits run on from frame to frame.</summary>
    internal static async Task<(string Exact, string Masked)> SumAsync(string path, bool exactOnly = false)
    {
        await using DicomFile file = await DicomFile.OpenAsync(path);
        FrameReader reader = await FrameReader.CreateAsync(file);
        using var exact = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var masked = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (PixelLayout.Of(file.Dataset).BitsAllocated == 1)
        {
            using var pixels = new MemoryStream();
            await DicomImage.WritePixelsAsync(file, pixels);
            string sum = Convert.ToHexStringLower(SHA256.HashData(pixels.ToArray()));
            return (sum, sum);
        }

        for (int i = 0; i < reader.Count; i++)
        {
            using PixelFrame frame = await DicomImage.DecodeAsync(reader, i);
            exact.AppendData(frame.Bytes);
            if (exactOnly) continue;
            Mask(frame);
            masked.AppendData(frame.Bytes);
        }

        return (Convert.ToHexStringLower(exact.GetHashAndReset()), Convert.ToHexStringLower(masked.GetHashAndReset()));
    }

    private static void Mask(PixelFrame frame)
    {
        int bytes = frame.Layout.BitsAllocated / 8;
        ulong mask = frame.Layout.BitsStored == 64 ? ulong.MaxValue : (1UL << frame.Layout.BitsStored) - 1;
        for (int i = 0; i < frame.Bytes.Length; i++) frame.Bytes[i] &= (byte)(mask >> i % bytes * 8);
    }
}
