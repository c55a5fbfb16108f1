using System.Text;
using Pacs.Core;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Objects;

/// <summary>What the builders make is checked by a validator that knows the IODs.</summary>
[Category("PS3.3 §A")]
public sealed class DciodvfyTests
{
    private static readonly CodedConcept Length = new("410668003", "SCT", "Length");
    private static readonly CodedConcept Report = new("18748-4", "LN", "Diagnostic imaging report");
    private static readonly InstanceReference Image = new(new DicomUid("1.2.3"), new DicomUid("1.2.3.4"), new InstanceId(DicomUid.CTImageStorage, new DicomUid("1.2.3.4.5")));
    private static readonly InstanceReference Ecg = new(new DicomUid("1.2.3"), new DicomUid("1.2.3.6"), new InstanceId(DicomUid.TwelveLeadECGWaveformStorage, new DicomUid("1.2.3.6.5")));
    private static readonly ObjectContext Given = new()
    {
        PatientName = "Müller^Jürgen=ミュラー", PatientId = "P1", PatientBirthDate = new DateOnly(1960, 5, 4), PatientSex = "M",
        StudyInstanceUid = new DicomUid("1.2.3"), SeriesNumber = 900, SeriesDescription = "Made by Pacs",
    };

    private static IEnumerable<TestCaseData> Instances()
    {
        yield return Case("SC 8 bit", () => SecondaryCapture.FromGrayscale8(Given, new byte[12], 3, 4));
        yield return Case("SC 16 bit", () => SecondaryCapture.FromGrayscale16(Given, new ushort[12], 3, 4, 12, new() { Window = (100, 50), PixelSpacing = (0.5, 0.25) }));
        yield return Case("SC RGB", () => SecondaryCapture.FromRgb(Given, new byte[36], 3, 4, new() { Sources = [Image], HasBurnedInAnnotation = false }));
        yield return Case("SC frames 8 bit", () => SecondaryCapture.FromGrayscale8(Given, new byte[24], 3, 4));
        yield return Case("SC frames 16 bit", () => SecondaryCapture.FromGrayscale16(Given, new ushort[24], 3, 4, options: new() { FrameTime = TimeSpan.FromMilliseconds(40), PixelSpacing = (0.5, 0.25) }));
        yield return Case("SC frames RGB", () => SecondaryCapture.FromRgb(Given, new byte[72], 3, 4));
        yield return Case("PDF", () => EncapsulatedDocument.FromPdf(Given, "%PDF-1.4\n%%EOF"u8, "Befund für Müller"));
        yield return Case("CDA", () => EncapsulatedDocument.FromCda(Given, Encoding.UTF8.GetBytes("<ClinicalDocument xmlns='urn:hl7-org:v3'><id root='1.2.3' extension='7'/><title>Report</title></ClinicalDocument>")));
        yield return Case("STL", () => EncapsulatedDocument.FromStl(Given, new byte[84], "Model"));
        yield return Case("KO", () => new KeyObjectSelection(SrCodes.OfInterest) { Description = "Look at this", Observer = "Reader^Rita" }.Add(Image).Add(Ecg).ToDataset(Given));
        yield return Case("Basic Text SR", () => BasicText().ToDataset(Given));
        yield return Case("Comprehensive SR", () => Comprehensive().ToDataset(Given));
        yield return Case("Comprehensive 3D SR", () => Measurements(in3D: true).ToReport().ToDataset(Given));
        yield return Case("TID 1500", () => Measurements(in3D: false).ToReport().ToDataset(Given));
        yield return Case("Verified SR", () => Verified().ToDataset(Given));
        yield return Case("GSPS", () => State().ToDataset(Given, Header(0.5)));
        yield return Case("GSPS of two sizes", () => new GrayscalePresentationState().ToDataset(Given, Header(0.5), Header(0.7)));
        yield return Case("GSPS without spacing", () => new GrayscalePresentationState { IsInverted = true }.ToDataset(Given, Header(spacing: null)));
    }

    [TestCaseSource(nameof(Instances))]
    public async Task DciodvfyFindsNoError(Func<DicomDataset> make)
    {
        Command.Require("dciodvfy");
        using var workspace = new Workspace();
        await new DicomFile(make()).SaveAsync(workspace.PathOf("made.dcm"));

        CommandResult result = await Command.RunAsync("dciodvfy", workspace.PathOf("made.dcm"));

        // It names the IOD that it checked against.
        Assert.That(result.Output.Split('\n').Any(line => line.Length > 0 && !line.Contains(' ', StringComparison.Ordinal)), Is.True, result.Output);
        Assert.That(result.Output, Does.Not.Contain("Error"));
    }

    [TestCase("SR")]
    [TestCase("KO")]
    public async Task DsrdumpReadsTheTree(string kind)
    {
        Command.Require("dsrdump");
        using var workspace = new Workspace();
        DicomDataset dataset = kind == "KO" ? new KeyObjectSelection(SrCodes.OfInterest) { Description = "Look at this" }.Add(Image).ToDataset(Given) : Measurements(in3D: false).ToReport().ToDataset(Given);
        await new DicomFile(dataset).SaveAsync(workspace.PathOf("made.dcm"));

        CommandResult result = (await Command.RunAsync("dsrdump", "-v", workspace.PathOf("made.dcm"))).MustSucceed("dsrdump");

        Assert.That(result.Output, Does.Contain(kind == "KO" ? "Look at this" : "Imaging Measurement Report"));
        // Its warnings are about itself: character sets and templates that it cannot check.
        Assert.That(result.Output, Does.Not.Contain("E: "));
    }

    [Test]
    public async Task PdfComesOutOfItsInstanceAsItWentIn()
    {
        Command.Require("dcm2pdf");
        using var workspace = new Workspace();
        byte[] pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF");
        await new DicomFile(EncapsulatedDocument.FromPdf(Given, pdf, "Report")).SaveAsync(workspace.PathOf("made.dcm"));

        (await Command.RunAsync("dcm2pdf", workspace.PathOf("made.dcm"), workspace.PathOf("out.pdf"))).MustSucceed("dcm2pdf");

        Assert.That((await File.ReadAllBytesAsync(workspace.PathOf("out.pdf")))[..pdf.Length], Is.EqualTo(pdf));
    }

    [Test]
    public async Task DcmpschkFindsNoErrorInAPresentationState()
    {
        Command.Require("dcmpschk");
        using var workspace = new Workspace();
        await new DicomFile((State() with { Annotations = [] }).ToDataset(Given with { PatientName = "Doe^John" }, Header(0.5))).SaveAsync(workspace.PathOf("made.dcm"));

        // It knows ASCII only.
        CommandResult result = await Command.RunAsync("dcmpschk", workspace.PathOf("made.dcm"));

        Assert.That(result.Output, Does.Contain("Test passed"), result.Output);
    }

    private static StructuredReport BasicText()
    {
        var report = new StructuredReport(Report);
        report.Content.Add(SrRelationship.HasObservationContext, new CodeItem(SrCodes.ObserverType, SrCodes.Person));
        report.Content.Add(SrRelationship.HasObservationContext, new PersonNameItem(SrCodes.PersonObserverName, "Reader^Rita"));
        report.Content.Add(new ContainerItem(SrCodes.Findings).Add(new TextItem(SrCodes.Finding, "Keine Fraktur, Füße unauffällig.")).Add(new ImageItem(null, Image)));
        return report;
    }

    private static StructuredReport Comprehensive()
    {
        StructuredReport report = BasicText();
        var length = new NumericItem(Length, 36.06, SrCodes.Millimetre);
        length.Add(SrRelationship.InferredFrom, MeasurementGroup.InImage(Image, "POLYLINE", [(1, 2), (3, 4)]));
        length.Add(SrRelationship.HasProperties, new DateTimeItem(new CodedConcept("111018", "DCM", "Content Date"), "20260102101112"));
        report.Content.Add(new ContainerItem(SrCodes.ImagingMeasurements).Add(length)
            .Add(new TemporalItem(SrCodes.Finding, "POINT") { SamplePositions = [17] }.Add(SrRelationship.SelectedFrom, new WaveformItem(null, Ecg) { Channels = [(1, 2)] })));
        return report;
    }

    private static StructuredReport Verified()
    {
        StructuredReport report = BasicText();
        report.Verifications.Add(new SrVerification("Reader^Rita", "Hospital", "20260102101112"));
        return report;
    }

    private static MeasurementReport Measurements(bool in3D)
    {
        var group = new MeasurementGroup
        {
            TrackingIdentifier = "Lesion 1", Finding = new CodedConcept("52988006", "SCT", "Lesion"), FindingSites = { new CodedConcept("10200004", "SCT", "Liver") },
            Region = in3D ? null : MeasurementGroup.InImage(Image, "CIRCLE", [(10, 10), (14, 10)]),
            Region3D = in3D ? new Spatial3DItem(SrCodes.ImageRegion, "POINT", [(1, 2, 3)], new DicomUid("1.2.9")) : null,
            SegmentationSource = in3D ? Image : null,
            Measurements = { new Measurement(Length, 36.0555127546399, SrCodes.Millimetre) { Method = new CodedConcept("122472", "DCM", "Teichholz") } },
        };
        return new MeasurementReport { Observer = "Reader^Rita", ImageLibrary = { Image }, Groups = { group } };
    }

    private static GrayscalePresentationState State() => new()
    {
        Label = "ROTATED", Description = "Sphere", Creator = "Reader^Rita", Window = (40, 400), Rotation = 90, IsFlipped = true, Area = (2, 2, 5, 6),
        Annotations = [new([(3, 3)]) { Text = "Kugel Ø 12 mm" }, new([(3, 3), (4, 3)]) { GraphicType = "CIRCLE", Images = [Image], Layer = "SHAPES" }],
    };

    private static DicomDataset Header(double? spacing)
    {
        var image = new DicomDataset();
        image.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        image.Set(DicomTag.SOPInstanceUID, spacing == 0.7 ? new DicomUid("1.2.3.4.6") : Image.Instance.SopInstance);
        image.Set(DicomTag.StudyInstanceUID, Image.Study);
        image.Set(DicomTag.SeriesInstanceUID, Image.Series);
        image.Set(DicomTag.Modality, "CT");
        image.SetUInt16(DicomTag.Rows, 8);
        image.SetUInt16(DicomTag.Columns, 8);
        image.Set(DicomTag.RescaleSlope, "1");
        image.Set(DicomTag.RescaleIntercept, "-1024");
        if (spacing is { } mm) image.SetDouble(DicomTag.PixelSpacing, mm, mm);
        return image;
    }

    private static TestCaseData Case(string name, Func<DicomDataset> make) => new TestCaseData(make).SetArgDisplayNames(name);
}
