using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Skia;

namespace Pacs.Imaging.Tests.Presentation;

public sealed class AnnotationTests
{
    [Test]
    public void CornerTexts_OfADataSet_NamePatientStudySeriesAndLoss()
    {
        DicomDataset dataset = Dataset();
        dataset.Set(DicomTag.PatientName, "Doe^Jane");
        dataset.Set(DicomTag.PatientID, "77");
        dataset.Set(DicomTag.PatientAge, "041Y");
        dataset.Set(DicomTag.StudyDate, "20260131");
        dataset.Set(DicomTag.StudyTime, "1405");
        dataset.Set(DicomTag.SeriesNumber, "3");
        dataset.Set(DicomTag.LossyImageCompression, "01");
        dataset.Set(DicomTag.LossyImageCompressionRatio, "10", "2");
        CornerTexts texts = CornerTexts.Of(new FrameSource(dataset));

        Assert.That(texts, Is.EqualTo(new CornerTexts("Doe, Jane\nID 77\n41 Y", "2026-01-31  14:05", "Se 3", "lossy 20:1")));
    }

    [TestCase(0, false, "L", "P", "R", "A")]
    [TestCase(90, false, "A", "L", "P", "R")]
    [TestCase(0, true, "R", "P", "L", "A")]
    [TestCase(270, true, "A", "R", "P", "L")]
    public void Render_Orientation_NamesTheSidesAfterTurningAndFlipping(int rotation, bool flips, string right, string bottom, string left, string top)
    {
        var painter = new Recorder();
        Render(Dataset(), new RenderOptions { Rotation = rotation, FlipsHorizontally = flips, Painter = painter, Annotations = new ImageAnnotations { ShowsScale = false, ShowsWindow = false } });

        string At(Func<GraphicText, bool> where) => painter.Texts.Single(where).Text;
        Assert.Multiple(() =>
        {
            Assert.That(At(static text => text.Alignment == TextAlignment.Right), Is.EqualTo(right));
            Assert.That(At(static text => text.Alignment == TextAlignment.Left), Is.EqualTo(left));
            Assert.That(At(static text => text is { Alignment: TextAlignment.Center, SitsAtBottom: true }), Is.EqualTo(bottom));
            Assert.That(At(static text => text is { Alignment: TextAlignment.Center, SitsAtBottom: false }), Is.EqualTo(top));
        });
    }

    [Test]
    public void Render_ObliquePlane_NamesBothDirectionsTheStrongerFirst()
    {
        DicomDataset dataset = Dataset();
        dataset.Set(DicomTag.ImageOrientationPatient, "0.8", "0.6", "0", "0", "0", "-1");
        var painter = new Recorder();
        Render(dataset, new RenderOptions { Painter = painter, Annotations = new ImageAnnotations { ShowsScale = false, ShowsWindow = false } });

        Assert.That(painter.Texts.Select(static text => text.Text), Is.EquivalentTo(new[] { "LP", "RA", "F", "H" }));
    }

    [Test]
    public void Render_Scale_HasARoundLengthInMillimetresOfThePatient()
    {
        // 100 pixels of 0.5 mm, drawn in 400: a quarter of 50 mm, rounded down, is 10 mm: 80 pixels.
        var painter = new Recorder();
        Render(Dataset(), new RenderOptions { Width = 400, Painter = painter, Annotations = new ImageAnnotations { ShowsOrientation = false, ShowsWindow = false } });

        Assert.That(painter.Texts.Single().Text, Is.EqualTo("1 cm"));
        Assert.That(painter.Shapes[0].Points[1].X - painter.Shapes[0].Points[0].X, Is.EqualTo(80).Within(1e-6));
    }

    [Test]
    public void Render_ScaleOfAProjection_SaysWhereItHolds()
    {
        DicomDataset dataset = Dataset();
        dataset.Remove(DicomTag.PixelSpacing);
        dataset.Set(DicomTag.ImagerPixelSpacing, "0.5", "0.5");
        var painter = new Recorder();
        Render(dataset, new RenderOptions { Painter = painter, Annotations = new ImageAnnotations { ShowsOrientation = false, ShowsWindow = false } });

        Assert.That(painter.Texts.Single().Text, Is.EqualTo("1 cm at detector"));
    }

    [Test]
    public void Render_Window_IsWrittenAsItWasUsed()
    {
        var painter = new Recorder();
        Render(Dataset(), new RenderOptions { Window = new VoiWindow(40, 400), Painter = painter, Annotations = new ImageAnnotations { ShowsOrientation = false, ShowsScale = false } });

        Assert.That(painter.Texts.Single().Text, Is.EqualTo("W 400  L 40"));
    }

    [Test]
    public void Render_WithEitherPainter_DrawsTheTextInItsCorner([Values] bool isSkia)
    {
        using SkiaPainter? painter = isSkia ? new SkiaPainter() : null;
        using RenderedImage image = Render(Dataset(), new RenderOptions
        {
            Painter = painter, Width = 400,
            Annotations = new ImageAnnotations { Corners = new CornerTexts("", "", "", "Hg"), ShowsOrientation = false, ShowsScale = false, ShowsWindow = false, Color = new Rgb(255, 0, 0), CapitalHeight = 14 },
        });
        if (isSkia && painter!.FontFamily.Length == 0) Assert.Ignore("The machine has no font.");

        (int Row, int Column)[] red = [.. from row in Enumerable.Range(0, image.Height) from column in Enumerable.Range(0, image.Width) where image[row, column] is { Red: > 200, Green: < 60 } select (row, column)];
        Assert.That(red, Has.Length.InRange(40, 1000));
        Assert.That(red.Min(static at => at.Row), Is.GreaterThan(360));
        Assert.That(red.Min(static at => at.Column), Is.GreaterThan(350));
    }

    [Test]
    public void SkiaPainter_Line_CoversThePixelsThatItPassesOver()
    {
        using var painter = new SkiaPainter(new SkiaPainterOptions { DrawsEdges = false });
        using RenderedImage image = RenderedImage.Rent(20, 10, RenderedFormat.Rgb24);
        image.Bytes.Clear();
        painter.Paint(image, [new GraphicShape([(2, 5.5), (18, 5.5)]) { Color = new Rgb(0, 255, 0) }], []);

        Assert.That((image[5, 10], image[4, 10], image[6, 10], image[5, 19]), Is.EqualTo((new Rgb(0, 255, 0), Rgb.Black, Rgb.Black, Rgb.Black)));
    }

    [Test]
    public void SkiaPainter_HalfOpaqueArea_MixesWithWhatIsBelow()
    {
        using var painter = new SkiaPainter(new SkiaPainterOptions { DrawsEdges = false });
        using RenderedImage image = RenderedImage.Rent(20, 20, RenderedFormat.Rgb24);
        image.Bytes.Fill(100);
        painter.Paint(image, [new GraphicShape([(2, 2), (18, 2), (18, 18), (2, 18)]) { IsClosed = true, FillOpacity = 0.5, Color = Rgb.White }], []);

        Assert.That((int)image[10, 10].Red, Is.EqualTo(178).Within(1));
        Assert.That(image[0, 0], Is.EqualTo(Rgb.Grey(100)));
    }

    [Test]
    public void SkiaPainter_HugeAndManyGraphics_EndInATypedErrorOrAPicture()
    {
        using var painter = new SkiaPainter();
        using RenderedImage image = RenderedImage.Rent(20, 20, RenderedFormat.Rgb24);
        painter.Paint(image, [new GraphicShape([(-1e300, 5), (1e300, 5)]), new GraphicShape([(double.MaxValue, 0)])], [new GraphicText("\uD800\u0000x", 1e300, -1e300), new GraphicText(new string('W', 1000), 0, 0) { CapitalHeight = int.MaxValue }]);
        GraphicShape large = new([.. Enumerable.Range(0, 65536).Select(static i => ((double)i, 0.0))]);

        Assert.Throws<DicomImageException>(() => painter.Paint(image, [.. Enumerable.Repeat(large, 17)], []));
    }

    [Test]
    public void SkiaPainter_MissingFontFile_IsNamed() =>
        Assert.That(() => new SkiaPainter(new SkiaPainterOptions { FontFile = "nowhere.ttf" }), Throws.InstanceOf<IOException>().With.Message.Contains("nowhere.ttf"));

    private static RenderedImage Render(DicomDataset dataset, RenderOptions options)
    {
        using PixelFrame frame = Pipeline.TestFrames.Of(100, new byte[10_000], null, dataset);
        return Renderer.Render(frame, DisplayAttributes.Read(frame.Source!, frame.Layout), options);
    }

    private static DicomDataset Dataset()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ImagePositionPatient, "0", "0", "0");
        dataset.Set(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
        dataset.Set(DicomTag.PixelSpacing, "0.5", "0.5");
        return dataset;
    }

    private sealed class Recorder : IGraphicPainter
    {
        public List<GraphicShape> Shapes { get; } = [];

        public List<GraphicText> Texts { get; } = [];

        public void Paint(RenderedImage image, IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts)
        {
            Shapes.AddRange(shapes);
            Texts.AddRange(texts);
        }
    }
}
