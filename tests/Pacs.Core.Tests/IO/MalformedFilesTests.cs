using Pacs.Tests;

namespace Pacs.Core.Tests.IO;

/// <summary>Each broken file of the corpus: what is found in it, or why it is refused.</summary>
[Category("Hostile")]
public sealed class MalformedFilesTests
{
    private const string Refused = "refused";

    // What reading finds at its place, "refused", what validation finds, or what the frames show. Faults within a codec's stream, and of the
    // picture's own attributes, are no matter of the data set and are tested with the codecs: null.
    private static readonly Dictionary<string, string?> Expected = new()
    {
        ["big-text-64k"] = null,
        ["bits-allocated-7"] = "FrameCount PixelData",
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
        ["frames-huge"] = "FrameCount PixelData",
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
        ["rows-65535"] = "FrameCount PixelData",
        ["rows-zero"] = "no frames",
        ["samples-2"] = "FrameCount PixelData",
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

    // What random mutations of good files show first; null where they hit a value that allows anything.
    private static readonly Dictionary<string, string?> Mutated = new()
    {
        ["fuzz-00"] = "OddLength PatientSize",
        ["fuzz-01"] = "FileMeta FileMetaInformationGroupLength",
        ["fuzz-02"] = "TagOrder NameOfPhysiciansReadingStudy",
        ["fuzz-03"] = "TagOrder SoftwareVersions",
        ["fuzz-04"] = "Repertoire SeriesInstanceUID",
        ["fuzz-05"] = "TagOrder Columns",
        ["fuzz-06"] = "FileMeta TransferSyntaxUID",
        ["fuzz-07"] = "Truncated Modality",
        ["fuzz-08"] = "FileMeta TransferSyntaxUID",
        ["fuzz-09"] = Refused,
        ["fuzz-10"] = "OddLength EchoNumbers",
        ["fuzz-11"] = "DuplicateTag BitsStored",
        ["fuzz-12"] = "FileMeta TransferSyntaxUID",
        ["fuzz-13"] = "Truncated SOPClassUID",
        ["fuzz-14"] = "Truncated SeriesTime",
        ["fuzz-15"] = "InvalidVR AcquisitionDate",
        ["fuzz-16"] = "Truncated Laterality",
        ["fuzz-17"] = "InvalidVR (5355,0002)",
        ["fuzz-18"] = "FileMeta FileMetaInformationGroupLength",
        ["fuzz-19"] = "FileMeta TransferSyntaxUID",
        ["fuzz-20"] = "FileMeta TransferSyntaxUID",
        ["fuzz-21"] = "InvalidVR (2E30,3030)",
        ["fuzz-22"] = "OddLength SliceThickness",
        ["fuzz-23"] = "InvalidVR SliceLocation",
        ["fuzz-24"] = "InvalidVR ReferringPhysicianName",
        ["fuzz-25"] = "InvalidVR ContrastBolusAgent",
        ["fuzz-26"] = "InvalidVR AcquisitionDate",
        ["fuzz-27"] = Refused,
        ["fuzz-28"] = "InvalidVR Columns",
        ["fuzz-29"] = "FileMeta TransferSyntaxUID",
    };

    // The same six faults for six codecs.
    private static readonly Dictionary<string, string?> OfEachCodec = new()
    {
        ["-bitflips"] = null,
        ["-bot-wrong"] = "OffsetTable PixelData",
        ["-first-64-bytes-random"] = null,
        ["-no-end-delimiter"] = "Delimiter PixelData",
        ["-no-fragments"] = "FrameCount NumberOfFrames",
        ["-truncated-stream"] = "Delimiter PixelData",
    };

    private static IEnumerable<string> Names() => SharedData.Root is null ? []
        : SharedData.Files("malformed").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !name.StartsWith("fuzz-", StringComparison.Ordinal));

    private static IEnumerable<string> Mutations() => SharedData.Root is null ? []
        : SharedData.Files("malformed").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name.StartsWith("fuzz-", StringComparison.Ordinal));

    [TestCaseSource(nameof(Names))]
    public async Task Open_NamesWhatIsFound(string name)
    {
        Assert.That(IsNamed(name, out string? expected), Is.True, "Every file has an expectation.");
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
        string[] found = [.. DicomValidator.Validate(opened).Select(Named), .. await FramesAsync(opened)];
        if (expected is null) Assert.That(opened.Findings, Is.Empty);
        else Assert.That(found, Has.Some.StartsWith(expected));
    }

    [TestCaseSource(nameof(Mutations))]
    public async Task Open_RandomMutation_NamesWhatIsFound(string name)
    {
        Assert.That(Mutated.TryGetValue(name, out string? expected), Is.True, "Every file has an expectation.");
        Assert.That(await FirstOfAsync(SharedData.File($"malformed/{name}.dcm")), Is.EqualTo(expected));
    }

    /// <summary>The first thing that is found.</summary>
    private static async Task<string?> FirstOfAsync(string path)
    {
        try
        {
            await using DicomFile file = await DicomFile.OpenAsync(path);
            return file.Findings.Concat(DicomValidator.Validate(file)).Select(Named).Concat(await FramesAsync(file)).FirstOrDefault();
        }
        catch (DicomDataException)
        {
            return Refused;
        }
    }

    [Test]
    public void EveryExpectation_HasItsFile()
    {
        _ = SharedData.DicomFolder;
        string[] names = [.. Names()];
        Assert.That(Expected.Keys.Where(name => !names.Contains(name)), Is.Empty);
        Assert.That(Mutated.Keys.Except(Mutations()), Is.Empty);
    }

    private static bool IsNamed(string name, out string? expected)
    {
        if (Expected.TryGetValue(name, out expected)) return true;
        string? fault = OfEachCodec.Keys.FirstOrDefault(name.EndsWith);
        expected = fault is null ? null : OfEachCodec[fault];
        return fault is not null;
    }

    private static async Task<IEnumerable<string>> FramesAsync(DicomFile file)
    {
        if (!file.Dataset.Contains(DicomTag.PixelData)) return [];
        try
        {
            return (await FrameReader.CreateAsync(file)).Findings.Select(Named);
        }
        catch (DicomDataException)
        {
            return ["no frames"];
        }
    }

    private static string Named(ValidationFinding finding) => $"{finding.Kind} {finding.Path}";

    private static string Place(ValidationFinding finding) => $"{finding.Kind} {finding.Path} {finding.Offset}";
}
