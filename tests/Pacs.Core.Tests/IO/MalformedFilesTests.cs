using Pacs.Tests;

namespace Pacs.Core.Tests.IO;

/// <summary>Each broken file of the corpus: what is found in it, or why it is refused.</summary>
[Category("Hostile")]
public sealed class MalformedFilesTests
{
    private const string Refused = "refused";

    // What reading finds at its place, "refused", or what validation finds. Image and codec faults are no matter of the data set: null.
    private static readonly Dictionary<string, string?> Expected = new()
    {
        ["big-text-64k"] = null,
        ["bits-allocated-7"] = null,
        ["bits-stored-gt-allocated"] = null,
        ["charset-unknown"] = "ValueFormat SpecificCharacterSet",
        ["control-characters"] = "Repertoire",
        ["dataset-only-explicit"] = "Preamble",
        ["date-invalid"] = "ValueFormat",
        ["deflate-64mb-of-zeros"] = null,
        ["deflate-corrupt"] = Refused,
        ["ds-not-a-number"] = "ValueFormat",
        ["duplicate-tags"] = "DuplicateTag",
        ["empty"] = Refused,
        ["frames-huge"] = null,
        ["frames-negative"] = null,
        ["garbage"] = Refused,
        ["highbit-wrong"] = null,
        ["item-longer-than-sequence"] = "Truncated",
        ["length-beyond-end"] = "Truncated",
        ["meta-group-length-wrong"] = "FileMeta FileMetaInformationGroupLength",
        ["meta-group-length-zero"] = "FileMeta FileMetaInformationGroupLength",
        ["no-preamble-no-dicm-meta"] = "Preamble",
        ["no-preamble-with-meta"] = "Preamble",
        ["odd-length-value"] = "OddLength",
        ["photometric-unknown"] = null,
        ["pn-too-many-parts"] = "ValueFormat",
        ["preamble-no-dicm"] = Refused,
        ["rows-65535"] = null,
        ["rows-zero"] = null,
        ["samples-2"] = null,
        ["sequence-missing-delimiter"] = "Delimiter",
        ["stray-item"] = "Delimiter",
        ["stray-sequence-delimiter"] = "Delimiter",
        ["tags-out-of-order"] = "TagOrder",
        ["truncated-in-header"] = "Truncated",
        ["truncated-in-meta"] = Refused,
        ["truncated-in-pixel-data"] = "Truncated PixelData",
        ["truncated-in-preamble"] = Refused,
        ["uid-letters"] = "ValueFormat",
        ["undefined-length-on-lo"] = "Truncated",
        ["unknown-transfer-syntax"] = "FileMeta TransferSyntaxUID",
        ["vr-invalid"] = "InvalidVR",
        ["wrong-transfer-syntax-implicit"] = "TransferSyntax",
    };

    private static IEnumerable<string> Names() => SharedData.Root is null ? []
        : SharedData.Files("malformed").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !name.StartsWith("fuzz-", StringComparison.Ordinal));

    private static IEnumerable<string> Mutations() => SharedData.Root is null ? []
        : SharedData.Files("malformed").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name.StartsWith("fuzz-", StringComparison.Ordinal));

    [TestCaseSource(nameof(Names))]
    public async Task Open_NamesWhatIsFound(string name)
    {
        string? expected = Expected.TryGetValue(name, out string? known) ? known : name.EndsWith("-no-end-delimiter", StringComparison.Ordinal) || name.EndsWith("-truncated-stream", StringComparison.Ordinal) ? "Delimiter PixelData" : null;
        string path = SharedData.File($"malformed/{name}.dcm");
        if (expected == Refused)
        {
            Assert.That(async () => (await DicomFile.OpenAsync(path)).Dispose(), Throws.InstanceOf<DicomDataException>());
            Assert.That(() => DicomFile.Parse(File.ReadAllBytes(path)), Throws.InstanceOf<DicomDataException>());
            return;
        }

        using DicomFile parsed = DicomFile.Parse(await File.ReadAllBytesAsync(path));
        await using DicomFile opened = await DicomFile.OpenAsync(path);
        Assert.That(opened.Findings.Select(Place), Is.EqualTo(parsed.Findings.Select(Place)), "the same from a file and from memory");
        IReadOnlyList<ValidationFinding> findings = DicomValidator.Validate(opened);
        if (expected is null) Assert.That(opened.Findings, Is.Empty);
        else Assert.That(findings.Select(finding => $"{finding.Kind} {finding.Path}"), Has.Some.StartsWith(expected));
    }

    [TestCaseSource(nameof(Mutations))]
    public void Open_RandomMutation_IsReadAndValidatedOrRefused(string name)
    {
        byte[] bytes = File.ReadAllBytes(SharedData.File($"malformed/{name}.dcm"));
        try
        {
            using DicomFile file = DicomFile.Parse(bytes);
            _ = DicomValidator.Validate(file);
        }
        catch (DicomDataException refused)
        {
            Assert.That(refused.Message, Is.Not.Empty);
        }
    }

    [Test]
    public void EveryExpectation_HasItsFile()
    {
        _ = SharedData.DicomFolder;
        string[] names = [.. Names()];
        Assert.That(Expected.Keys.Where(name => !names.Contains(name)), Is.Empty);
    }

    private static string Place(ValidationFinding finding) => $"{finding.Kind} {finding.Path} {finding.Offset}";
}
