using System.Collections.Concurrent;
using System.Security.Cryptography;
using Pacs.Core;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Objects;

/// <summary>Every file of the corpus, written again in each way that there is: a validator of another project finds nothing in it that it did not find in the file as it came.</summary>
[Category("PS3.5 §7")]
public sealed class DciodvfySweepTests
{
    private static readonly TransferSyntax[] NativeSyntaxes =
        [TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian, TransferSyntax.DeflatedExplicitVRLittleEndian];

    [Test]
    public async Task WrittenInEveryWay_NoFileGetsAnErrorThatItDidNotHave()
    {
        Command.Require("dciodvfy", "dcmconv");
        string[] files = [.. Directory.EnumerateFiles(Shared.RequireTestFiles(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => Path.GetExtension(path) is ".dcm" or "" && !path.Contains("malformed", StringComparison.Ordinal))];
        using var workspace = new Workspace();
        ConcurrentBag<string> news = [];
        int compared = 0, written = 0;
        await Parallel.ForEachAsync(files, async (path, ct) =>
        {
            if (await TryOpenAsync(path) is not { } file) return;
            await using DicomFile opened = file;
            if (file.Id.SopClass.IsEmpty || file.Id.SopInstance.IsEmpty || await ErrorsAsync(path) is not { } before) return;
            Interlocked.Increment(ref compared);
            HashSet<string> seen = [Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path, ct)))];
            foreach ((string way, DicomWriteOptions options) in Ways(file))
            {
                string copy = workspace.PathOf($"{Guid.NewGuid():N}.dcm");
                file.Dataset.Set(DicomTag.SOPInstanceUID, file.Id.SopInstance); // as it was, but what is changed is written element by element
                await file.SaveAsync(copy, options, ct);
                // Without a sequence, say, the ways to write one are the same.
                if (seen.Add(Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(copy, ct)))))
                {
                    Interlocked.Increment(ref written);
                    IEnumerable<string> after = await ErrorsAsync(options.TransferSyntax is { IsDeflated: true } ? await InflatedAsync(copy) : copy) ?? ["Error - It cannot be read at all"];
                    foreach (string error in after.Except(before)) news.Add($"{Path.GetFileName(path)}, {way}: {error}");
                }

                File.Delete(copy);
                File.Delete(copy + ".inflated");
            }
        });

        Assert.That(news, Is.Empty, $"{news.Count} new errors in {written} copies of {compared} files\n" + string.Join('\n', news.Order(StringComparer.Ordinal).Take(80)));
        Assert.That((compared, written), Is.GreaterThan((550, 2000)));
    }

    /// <summary>The ways to write a file without a codec.</summary>
    private static IEnumerable<(string Way, DicomWriteOptions Options)> Ways(DicomFile file)
    {
        yield return ("as it is", DicomWriteOptions.Default);
        foreach (LengthEncoding sequences in (LengthEncoding[])[LengthEncoding.Explicit, LengthEncoding.Undefined])
            foreach (LengthEncoding items in (LengthEncoding[])[LengthEncoding.Explicit, LengthEncoding.Undefined])
                yield return ($"sequences {sequences}, items {items}", new DicomWriteOptions { SequenceLengths = sequences, ItemLengths = items });
        yield return ("with group lengths", new DicomWriteOptions { GroupLengths = GroupLengthEncoding.Write });
        yield return ("without group lengths", new DicomWriteOptions { GroupLengths = GroupLengthEncoding.Omit });
        if (file.TransferSyntax.IsEncapsulated && file.Dataset.Contains(DicomTag.PixelData)) yield break;
        // A DICOMDIR is in explicit VR little endian (PS3.10 §8.6); the program that inflates makes an unknown object of another.
        foreach (TransferSyntax syntax in NativeSyntaxes.Where(syntax => file.Id.SopClass != DicomUid.MediaStorageDirectoryStorage || !syntax.IsDeflated)) yield return (syntax.ToString(), new DicomWriteOptions { TransferSyntax = syntax });
    }

    /// <summary>The kinds of error that are found in a file; null when it is not read.</summary>
    private static async Task<HashSet<string>?> ErrorsAsync(string path)
    {
        CommandResult result = await Command.RunAsync("dciodvfy", path);
        // It reads US or SS in implicit VR only where Pixel Representation tells which, and gives up the file otherwise, whoever wrote it.
        if (result.Output.Contains("can't set VR for element", StringComparison.Ordinal)) return [];
        if (result.Output.Contains("Dicom dataset read failed", StringComparison.OrdinalIgnoreCase) || result.Output.Length == 0) return null;
        // File meta information is made of the data set: a UID that is wrong there is wrong here too.
        return
        [
            .. result.Output.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal))
                .Select(line => line.Replace("(0x0002,0x0003)", "(0x0008,0x0018)", StringComparison.Ordinal).Replace("Media Storage SOP Instance UID", "SOP Instance UID", StringComparison.Ordinal)),
        ];
    }

    /// <summary>dciodvfy cannot inflate.</summary>
    private static async Task<string> InflatedAsync(string path)
    {
        (await Command.RunAsync("dcmconv", "+te", path, path + ".inflated")).MustSucceed("dcmconv");
        return path + ".inflated";
    }

    private static async Task<DicomFile?> TryOpenAsync(string path)
    {
        try
        {
            return await DicomFile.OpenAsync(path);
        }
        catch (DicomDataException)
        {
            return null; // no DICOM, or nested beyond the limit
        }
    }
}
