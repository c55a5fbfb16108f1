using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Presentation;

[Category("PS3.3 §C.7.6.11")]
public sealed class ShutterTests
{
    private static string[] Draw(DicomDataset dataset, int size = 5)
    {
        using PixelFrame frame = TestFrames.Of(size, [.. Enumerable.Repeat((byte)200, size * size)], null, dataset);
        byte[] grey = TestFrames.Grey(frame, DisplayAttributes.Read(frame.Source!, frame.Layout), new RenderOptions { Window = VoiWindow.Spanning(0, 255) });
        return [.. Enumerable.Range(0, size).Select(row => string.Concat(grey[(row * size)..((row + 1) * size)].Select(static level => level == 200 ? '#' : level == 0 ? '.' : '+')))];
    }

    private static DicomDataset Rectangle(string left, string right, string upper, string lower)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ShutterShape, "RECTANGULAR");
        dataset.Set(DicomTag.ShutterLeftVerticalEdge, left);
        dataset.Set(DicomTag.ShutterRightVerticalEdge, right);
        dataset.Set(DicomTag.ShutterUpperHorizontalEdge, upper);
        dataset.Set(DicomTag.ShutterLowerHorizontalEdge, lower);
        return dataset;
    }

    [Test]
    public void Render_RectangularShutter_ShowsWhatIsWithin() =>
        Assert.That(Draw(Rectangle("2", "4", "3", "5")), Is.EqualTo(new[] { ".....", ".....", ".###.", ".###.", ".###." }));

    [Test]
    public void Render_CircularShutter_ShowsWhatIsWithin()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ShutterShape, "CIRCULAR");
        dataset.Set(DicomTag.CenterOfCircularShutter, "3", "3");
        dataset.Set(DicomTag.RadiusOfCircularShutter, "1");
        Assert.That(Draw(dataset), Is.EqualTo(new[] { ".....", "..#..", ".###.", "..#..", "....." }));
    }

    [Test]
    public void Render_PolygonalShutter_ShowsWhatIsWithin()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ShutterShape, "POLYGONAL");
        dataset.Set(DicomTag.VerticesOfThePolygonalShutter, "1", "1", "1", "6", "6", "1");
        Assert.That(Draw(dataset), Is.EqualTo(new[] { "#####", "####.", "###..", "##...", "#...." }));
    }

    [Test]
    public void Render_SeveralShapes_ShowWhatLiesWithinAll()
    {
        DicomDataset dataset = Rectangle("3", "5", "1", "5");
        dataset.Set(DicomTag.ShutterShape, "RECTANGULAR", "POLYGONAL");
        dataset.Set(DicomTag.VerticesOfThePolygonalShutter, "1", "1", "1", "6", "6", "1");
        Assert.That(Draw(dataset), Is.EqualTo(new[] { "..###", "..##.", "..#..", ".....", "....." }));
    }

    [Test]
    public void Render_PresentationValue_ColoursWhatIsHidden()
    {
        DicomDataset dataset = Rectangle("1", "1", "1", "1");
        dataset.SetUInt16(DicomTag.ShutterPresentationValue, 0x4000);
        Assert.That(Draw(dataset)[0], Is.EqualTo("#++++"));
    }

    [Test]
    public void Render_ShapeWithoutItsEdges_HidesNothing()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ShutterShape, "RECTANGULAR");
        Assert.That(Draw(dataset)[0], Is.EqualTo("#####"));
    }
}
