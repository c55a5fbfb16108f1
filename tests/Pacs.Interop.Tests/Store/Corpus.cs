using Pacs.Core;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Store;

/// <summary>The shared test files that are DICOM objects: Part 10 files that name an instance.</summary>
internal static class Corpus
{
    // DICOMDIRs are media, not storage; colour palettes belong to no study; the malformed files and those of odd structure may be refused.
    private static readonly string[] MayBeRefused = ["malformed", "dicomdir", "structure", "palettes"];

    private static readonly Lazy<List<Part10File>> AllFiles = new(() =>
        [.. Directory.EnumerateFiles(Shared.RequireTestFiles(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Part10File.TryOpen).OfType<Part10File>()]);

    public static IReadOnlyList<Part10File> Files
    {
        get
        {
            Shared.RequireTestFiles();
            return AllFiles.Value;
        }
    }

    public static string NameOf(Part10File file) => Path.GetRelativePath(Shared.RequireTestFiles(), file.Path).Replace('\\', '/');

    public static bool MustBeAccepted(Part10File file) => !MayBeRefused.Contains(NameOf(file).Split('/')[0]) && HasItsPlace(file);

    /// <summary>Whether the data set says which study and series it belongs to, and is the instance that the file meta information says; some of the corpus are bare images that do not.</summary>
    public static bool HasItsPlace(Part10File file)
    {
        DicomDataset dataset;
        try
        {
            dataset = DicomFile.Parse(File.ReadAllBytes(file.Path), new DicomReadOptions { RefuseTruncated = true }).Dataset;
        }
        catch (DicomDataException)
        {
            return false; // cut short, or nested beyond the limit
        }

        if (dataset.Findings.Any(finding => finding is { Kind: FindingKind.Delimiter } && finding.Tag == DicomTag.PixelData))
            return false; // cut short within the fragments

        return dataset.GetUid(DicomTag.StudyInstanceUID) is not null && dataset.GetUid(DicomTag.SeriesInstanceUID) is not null
            && dataset.GetString(DicomTag.SOPInstanceUID) == file.SopInstance && dataset.GetString(DicomTag.SOPClassUID) == file.SopClass;
    }

    /// <summary>
    /// Several files are one image in many encodings and share its UID. Round n holds the n-th file of each UID, so that
    /// in no round an instance comes twice.
    /// </summary>
    public static IEnumerable<List<Part10File>> Rounds()
    {
        var byInstance = Files.GroupBy(file => file.SopInstance).Select(group => group.ToList()).ToList();
        for (var round = 0; byInstance.Any(group => group.Count > round); round++)
            yield return [.. byInstance.Where(group => group.Count > round).Select(group => group[round])];
    }

    /// <summary>One file of each UID, the one in the rarest transfer syntax: every syntax of the corpus is among them.</summary>
    public static List<Part10File> OneOfEachInstance()
    {
        var frequency = Files.GroupBy(file => file.TransferSyntax).ToDictionary(group => group.Key, group => group.Count());
        return [.. Files.GroupBy(file => file.SopInstance).Select(group => group.MinBy(file => frequency[file.TransferSyntax])!)];
    }
}
