using Pacs.Tests;

namespace Pacs.Core.Tests.Objects;

[Category("PS3.3 §C.17.3")]
public sealed class StructuredReportTests
{
    private static readonly CodedConcept Title = new("18748-4", "LN", "Diagnostic imaging report");
    private static readonly InstanceReference Image = new(new DicomUid("1.2.3"), new DicomUid("1.2.3.4"), new InstanceId(DicomUid.CTImageStorage, new DicomUid("1.2.3.4.5")));
    private static readonly ObjectContext Context = new() { PatientId = "P1", StudyInstanceUid = new DicomUid("1.2.3") };

    private static IEnumerable<TestCaseData> Items()
    {
        CodedConcept name = SrCodes.Finding;
        yield return Case(new TextItem(name, "Füße, \\ and\r\nlines"));
        yield return Case(new CodeItem(name, new CodedConcept("urn:oid:1.2.3", "", "A URN")));
        yield return Case(new CodeItem(name, new CodedConcept("a-code-of-more-than-16-characters", "99X", "Long", "1")));
        yield return Case(new NumericItem(name, 36.0555127546399, SrCodes.Millimetre));
        yield return Case(new NumericItem(name, Math.PI * 1e-200, SrCodes.NoUnits));
        yield return Case(new NumericItem(name, null, null) { Qualifier = new CodedConcept("114006", "DCM", "Measurement failure") });
        yield return Case(new PersonNameItem(name, "山田^太郎"));
        yield return Case(new DateItem(name, "20260102"));
        yield return Case(new TimeItem(name, "101112.5"));
        yield return Case(new DateTimeItem(name, "20260102101112+0100"));
        yield return Case(new UidItem(name, new DicomUid("1.2.3")));
        yield return Case(new CompositeItem(name, Image));
        yield return Case(new ImageItem(null, Image) { FrameNumbers = [2, 3], SegmentNumbers = [1], PresentationState = Image with { Instance = new InstanceId(DicomUid.GrayscaleSoftcopyPresentationStateStorage, new DicomUid("1.2.9")) } });
        yield return Case(new WaveformItem(null, Image) { Channels = [(1, 2), (1, 3)] });
        yield return Case(new TemporalItem(name, "SEGMENT") { TimeOffsets = [0.5, 1.25] });
        yield return Case(new TemporalItem(name, "POINT") { SamplePositions = [17] });
        yield return Case(new TemporalItem(name, "POINT") { DateTimes = ["20260102"] });
        yield return Case(MeasurementGroup.InImage(Image, "ELLIPSE", [(1.5f, 2), (3, 4), (5, 6), (7, 8)]));
        yield return Case(new Spatial3DItem(name, "POLYGON", [(1, 2, 3), (4, 5, 6), (1, 2, 3)], new DicomUid("1.2.8")));
        yield return Case(new ContainerItem(name) { IsSeparate = false, TemplateId = "2000" });

        static TestCaseData Case(ContentItem item) => new TestCaseData(item).SetArgDisplayNames(item.GetType().Name + " " + item.ValueType);
    }

    [TestCaseSource(nameof(Items))]
    public void Read_OfWhatWasWritten_GivesTheSameItem(ContentItem item)
    {
        var report = new StructuredReport(Title);
        if (item.Relationship.Length == 0) report.Content.Add(SrRelationship.Contains, item);
        DicomDataset written = Encode(report.ToDataset(Context, DicomUid.Comprehensive3DSRStorage));

        ContentItem read = StructuredReport.Read(written).Content.Children.Single();

        Assert.That(Describe(read), Is.EqualTo(Describe(item)));
    }

    [Test]
    public void ToDataset_ChoosesTheSimplestClassThatFits()
    {
        var basic = new StructuredReport(Title);
        var comprehensive = new StructuredReport(Title);
        comprehensive.Content.Add(new NumericItem(SrCodes.Finding, 1, SrCodes.NoUnits));
        var in3D = new StructuredReport(Title);
        in3D.Content.Add(new Spatial3DItem(SrCodes.ImageRegion, "POINT", [(1, 2, 3)], new DicomUid("1.2")));

        Assert.That(new[] { basic, comprehensive, in3D }.Select(report => report.ToDataset(Context).GetUid(DicomTag.SOPClassUID)),
            Is.EqualTo(new DicomUid?[] { DicomUid.BasicTextSRStorage, DicomUid.ComprehensiveSRStorage, DicomUid.Comprehensive3DSRStorage }));
    }

    [Test]
    public void ToDataset_OfAClassThatDoesNotAllowTheContent_IsRefused()
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new NumericItem(SrCodes.Finding, 1, SrCodes.NoUnits));

        Assert.That(() => report.ToDataset(Context, DicomUid.BasicTextSRStorage), Throws.TypeOf<DicomDataException>().With.Message.Contains("NUM"));
    }

    [Test]
    [Category("PS3.3 §A.35.1.3.1.2")]
    public void ToDataset_OfARelationThatBasicTextDoesNotHave_ChoosesComprehensive()
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new CodeItem(SrCodes.Finding, Title).Add(SrRelationship.HasProperties, new TextItem(SrCodes.Finding, "a property")));

        Assert.That(report.ToDataset(Context).GetUid(DicomTag.SOPClassUID), Is.EqualTo(DicomUid.ComprehensiveSRStorage));
        Assert.That(() => report.ToDataset(Context, DicomUid.BasicTextSRStorage),
            Throws.TypeOf<DicomDataException>().With.Message.Contains("ContentSequence[0].ContentSequence[0]").And.Message.Contains("CODE HAS PROPERTIES TEXT"));
    }

    [Test]
    [Category("PS3.3 §C.17.3.2.5")]
    public void Read_OfAReferenceToAnotherItem_GivesItsPlace()
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new ImageItem(null, Image)).Add(new TextItem(SrCodes.Finding, "seen there").Add(SrRelationship.InferredFrom, new ReferenceItem([1, 1])));

        StructuredReport read = StructuredReport.Read(Encode(report.ToDataset(Context)));

        Assert.That(((ReferenceItem)read.Content.Children[1].Children[0]).Path, Is.EqualTo(new uint[] { 1, 1 }));
    }

    [TestCase("1", Description = "the root")]
    [TestCase("1 1", Description = "the item itself")]
    [TestCase("1 3", Description = "no item")]
    [TestCase("2", Description = "no root")]
    [TestCase("1 1 1", Description = "the reference itself")]
    [Category("PS3.3 §A.35.3.3.1.2")]
    public void ToDataset_OfAReferenceToWhereItMustNotLead_IsRefused(string place)
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new TextItem(SrCodes.Finding, "concluded").Add(SrRelationship.InferredFrom, new ReferenceItem([.. place.Split(' ').Select(uint.Parse)]))).Add(new ImageItem(null, Image));

        Assert.That(() => report.ToDataset(Context), Throws.TypeOf<DicomDataException>());
    }

    [Test]
    public void Validate_OfAReportWithAMisplacedItem_NamesItsPlace()
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new TextItem(SrCodes.Finding, "a text contains nothing").Add(SrRelationship.InferredFrom, new CodeItem(SrCodes.Finding, Title)));
        DicomDataset dataset = report.ToDataset(Context);
        dataset.GetItem("ContentSequence[0].ContentSequence[0]")!.Set(DicomTag.RelationshipType, SrRelationship.Contains);

        ValidationFinding finding = DicomValidator.ValidateInstance(Encode(dataset)).Single();

        Assert.That((finding.Kind, finding.Path?.ToString(), finding.Message), Is.EqualTo((FindingKind.Relationship, "ContentSequence[0].ContentSequence[0]", "TEXT CONTAINS CODE is not allowed.")));
    }

    [Test]
    [Category("PS3.3 §C.17.2.3")]
    public void ToDataset_ListsEachInstanceOnceAsEvidence()
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new ImageItem(null, Image)).Add(new ImageItem(null, Image) { FrameNumbers = [2] });
        report.OtherEvidence.Add(Image with { Series = new DicomUid("1.2.3.9"), Instance = new InstanceId(DicomUid.MRImageStorage, new DicomUid("1.2.3.9.1")) });

        StructuredReport read = StructuredReport.Read(Encode(report.ToDataset(Context)));

        Assert.That(read.Content.Children.OfType<ImageItem>().Select(item => item.Reference), Is.EqualTo([Image, Image]));
        Assert.That(read.OtherEvidence, Is.EqualTo(report.OtherEvidence));
    }

    [Test]
    public void ToDataset_OfAReferenceWithoutItsSeries_IsRefused()
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new ImageItem(null, Image with { Series = default }));

        Assert.That(() => report.ToDataset(Context), Throws.TypeOf<DicomDataException>());
    }

    [Test]
    public void Add_OfAnItemOfAnotherTree_IsRefused()
    {
        var item = new TextItem(SrCodes.Finding, "once");
        new StructuredReport(Title).Content.Add(item);

        Assert.That(() => new StructuredReport(Title).Content.Add(item), Throws.ArgumentException);
    }

    [Test]
    public void Read_OfANumberThatIsNone_GivesAnItemWithoutValue()
    {
        var report = new StructuredReport(Title);
        report.Content.Add(new NumericItem(SrCodes.Finding, 1, SrCodes.NoUnits));
        DicomDataset written = report.ToDataset(Context);
        written.GetSequence(DicomTag.ContentSequence)![0].GetSequence(DicomTag.MeasuredValueSequence)![0].SetDouble(DicomTag.FloatingPointValue, double.NaN);

        Assert.That(((NumericItem)StructuredReport.Read(Encode(written)).Content.Children[0]).Value, Is.Null);
    }

    [Test]
    public void Read_OfATreeDeeperThanAnyDocument_EndsWithATypedError()
    {
        var root = new DicomDataset();
        root.Set(DicomTag.ValueType, "CONTAINER");
        DicomDataset at = root;
        for (int i = 0; i < 400; i++)
        {
            var below = new DicomDataset();
            below.Set(DicomTag.ValueType, "CONTAINER");
            at.Set(DicomTag.ContentSequence, new DicomSequence(below));
            at = below;
        }

        Assert.That(() => StructuredReport.Read(root), Throws.TypeOf<DicomDataException>());
    }

    [Test]
    [Category("PS3.16 TID 1500")]
    public void MeasurementReport_ReadOfWhatWasWritten_GivesTheSameMeasurements()
    {
        var group = new MeasurementGroup
        {
            TrackingIdentifier = "Lesion 1", Finding = new CodedConcept("52988006", "SCT", "Lesion"), FindingSites = { new CodedConcept("64033007", "SCT", "Kidney") },
            Laterality = new CodedConcept("7771000", "SCT", "Left"), Region = MeasurementGroup.InImage(Image, "CIRCLE", [(10, 10), (14, 10)]),
            Measurements = { new Measurement(new CodedConcept("410668003", "SCT", "Length"), 36.5, SrCodes.Millimetre) { Sources = [Image] } },
            Evaluations = { (new CodedConcept("RID50134", "RADLEX", "Malignancy"), new CodedConcept("RID5674", "RADLEX", "Suspicious")) },
        };
        var report = new MeasurementReport { Observer = "Reader^Rita", Device = (new DicomUid("1.2.7"), "Pacs"), ImageLibrary = { Image }, Groups = { group } };

        MeasurementReport read = MeasurementReport.Read(StructuredReport.Read(Encode(report.ToReport().ToDataset(Context))));

        Assert.Multiple(() =>
        {
            Assert.That(read.Observer, Is.EqualTo("Reader^Rita"));
            Assert.That(read.Device, Is.EqualTo(report.Device));
            Assert.That(read.ImageLibrary, Is.EqualTo([Image]));
            Assert.That(read.Procedures, Is.EqualTo([SrCodes.ImagingProcedure]));
            MeasurementGroup back = read.Groups.Single();
            Assert.That(back.TrackingIdentifier, Is.EqualTo("Lesion 1"));
            Assert.That(back.TrackingUid, Is.EqualTo(group.TrackingUid));
            Assert.That(back.Finding, Is.EqualTo(group.Finding));
            Assert.That(back.FindingSites, Is.EqualTo(group.FindingSites));
            Assert.That(back.Laterality, Is.EqualTo(group.Laterality));
            Assert.That(back.Region!.Points, Is.EqualTo(group.Region!.Points));
            Assert.That(((ImageItem)back.Region.Children[0]).Reference, Is.EqualTo(Image));
            Assert.That(back.Evaluations, Is.EqualTo(group.Evaluations));
            Measurement measurement = back.Measurements.Single();
            Assert.That((measurement.Name, measurement.Value, measurement.Unit), Is.EqualTo((group.Measurements[0].Name, 36.5, SrCodes.Millimetre)));
            Assert.That(measurement.Sources, Is.EqualTo([Image]));
        });
    }

    [TestCase("documents/reportsi.dcm")]
    [TestCase("documents/test-SR.dcm")]
    [TestCase("documents/sr_document.dcm")]
    [TestCase("documents/sr_document_with_multiple_groups.dcm")]
    public async Task Read_OfDocumentsOfOthers_AndWritingThem_KeepsEveryItem(string path)
    {
        DicomDataset dataset = (await DicomFile.OpenAsync(SharedData.File(path))).Dataset;
        StructuredReport report = StructuredReport.Read(dataset);
        var again = new DicomDataset();
        ContentTreeWriter.Write(report.Content, again);
        foreach (DicomTag evidence in (DicomTag[])[DicomTag.CurrentRequestedProcedureEvidenceSequence, DicomTag.PertinentOtherEvidenceSequence])
            if (dataset.TryGet(evidence, out DicomElement element)) again.Set(element);

        Assert.That(report.Content.WithDescendants().Count(), Is.GreaterThan(3));
        Assert.That(report.Content.WithDescendants().OfType<UnknownItem>(), Is.Empty);
        Assert.That(Describe(StructuredReport.Read(again).Content), Is.EqualTo(Describe(report.Content)));
    }

    [Test]
    [Category("PS3.3 §A.35.4")]
    public void KeyObjectSelection_ReadOfWhatWasWritten_GivesTheSameObjects()
    {
        KeyObjectSelection selection = new KeyObjectSelection(SrCodes.ForTeaching) { Description = "Schöner Fall", Observer = "Reader^Rita" }.Add(Image);

        KeyObjectSelection read = KeyObjectSelection.Read(Encode(selection.ToDataset(Context)));

        Assert.That((read.Title, read.Description, read.Observer), Is.EqualTo((SrCodes.ForTeaching, "Schöner Fall", "Reader^Rita")));
        Assert.That(read.Objects.Select(item => (item.ValueType, item.Reference)), Is.EqualTo([("IMAGE", Image)]));
    }

    [Test]
    public void KeyObjectSelection_OfNothing_IsRefused() =>
        Assert.That(() => new KeyObjectSelection(SrCodes.OfInterest).ToDataset(Context), Throws.TypeOf<DicomDataException>());

    private static DicomDataset Encode(DicomDataset dataset)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        dataset.WriteTo(output, TransferSyntax.ExplicitVRLittleEndian);
        return DicomDataset.Parse(output.WrittenMemory.ToArray(), TransferSyntax.ExplicitVRLittleEndian);
    }

    /// <summary>Everything that an item and those below hold.</summary>
    private static string Describe(ContentItem root) => string.Join('\n', root.WithDescendants().Select(item => string.Join(' ', item.GetType().GetProperties()
        .Where(property => property.Name is not ("Children" or "Item" or "Relationship")).OrderBy(property => property.Name, StringComparer.Ordinal)
        .Select(property => $"{property.Name}={Text(property.GetValue(item))}"))));

    private static string Text(object? value) => value switch
    {
        null => "-",
        string text => text,
        System.Collections.IEnumerable many => $"[{string.Join(',', many.Cast<object>().Select(Text))}]",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
