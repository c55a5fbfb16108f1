using System.Buffers;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

/// <summary>Every file of the shared corpus along every way that this package has: each ends in a result or in a typed error, within the memory that it may take.</summary>
[NonParallelizable]
public sealed class CorpusPathTests
{
    private const long MaxAllocated = 768L << 20;

    private static readonly DecodeOptions Limits = new() { Limits = new() { MaxFrameLength = 64 << 20 } };

    // A folder of the corpus a case, so that a failure says where to look.
    private static IEnumerable<string> Folders() => SharedData.Root is { } root && Path.Combine(root, "data", "dicom") is var corpus && Directory.Exists(corpus)
        ? Directory.EnumerateDirectories(corpus).Select(static folder => Path.GetFileName(folder)!).Where(static name => name is not ("bitstreams" or "reference")).Order(StringComparer.Ordinal)
        : ["malformed"];

    [TestCaseSource(nameof(Folders))]
    public async Task EveryFile_IsDrawnMeasuredAndPutTogether_OrRefusedByATypedError(string folder)
    {
        string[] files = [.. SharedData.Files(folder)];
        var broken = new List<string>();
        int drawn = 0, measured = 0;
        foreach (string path in files)
        {
            long before = GC.GetTotalAllocatedBytes();
            try
            {
                await using DicomFile file = await DicomFile.OpenAsync(path, new DicomReadOptions { MaxInflatedLength = 128 << 20 });
                foreach (Func<DicomFile, Task> way in (Func<DicomFile, Task>[])[DrawAsync, MeasureAsync, StatesAsync, VolumeAsync])
                {
                    try
                    {
                        await way(file);
                        if (way == DrawAsync) drawn++;
                        if (way == MeasureAsync) measured++;
                    }
                    catch (DicomException)
                    {
                        // What some files of the corpus are for.
                    }
                }
            }
            catch (DicomException)
            {
                // The same.
            }
            catch (Exception defect)
            {
                broken.Add($"{path}: {defect}");
            }

            long allocated = GC.GetTotalAllocatedBytes() - before;
            if (allocated > MaxAllocated) broken.Add($"{path}: {allocated} bytes");
        }

        Assert.That(broken, Is.Empty);
        TestContext.Out.WriteLine($"{files.Length} files, {drawn} drawn, {measured} measured");
    }

    // The first, the middle and the last frame.
    private static async Task<IReadOnlyList<PixelFrame>> DecodeAsync(DicomFile file)
    {
        FrameReader reader = await FrameReader.CreateAsync(file);
        var frames = new List<PixelFrame>();
        try
        {
            foreach (int frame in new[] { 0, reader.Count / 2, Math.Max(0, reader.Count - 1) }.Distinct()) frames.Add(await DicomImage.DecodeAsync(reader, frame, Limits));
            return frames;
        }
        catch
        {
            frames.ForEach(static frame => frame.Dispose());
            throw;
        }
    }

    private static async Task WithFramesAsync(DicomFile file, Func<PixelFrame, Task> use)
    {
        IReadOnlyList<PixelFrame> frames = await DecodeAsync(file);
        try
        {
            foreach (PixelFrame frame in frames) await use(frame);
        }
        finally
        {
            foreach (PixelFrame frame in frames) frame.Dispose();
        }
    }

    private static Task DrawAsync(DicomFile file) => WithFramesAsync(file, static async frame =>
    {
        RenderOptions[] ways =
        [
            new() { Width = 128, Height = 128 },
            new() { Width = 96, Rotation = 270, FlipsHorizontally = true, BitDepth = 16, VoiIndex = 3, DefaultRange = DefaultRange.Percentiles, Interpolation = Interpolation.Bicubic },
            new() { Width = 200, PseudoColor = Palette.HotIron, Annotations = ImageAnnotations.Of(frame.Source!) },
        ];
        foreach (RenderOptions way in ways)
        {
            using RenderedImage image = await frame.RenderAsync(way);
            image.WritePng(new ArrayBufferWriter<byte>());
            image.WriteJpeg(new ArrayBufferWriter<byte>());
            var gif = new GifWriter(new ArrayBufferWriter<byte>(), CineTiming.Of(frame.Source!.Dataset).FrameTime);
            gif.Add(image);
            gif.Complete();
        }
    });

    private static Task MeasureAsync(DicomFile file) => WithFramesAsync(file, static async frame =>
    {
        int columns = frame.Layout.Columns, rows = frame.Layout.Rows;
        ImageRegion[] regions = [new RectangleRegion(-1, -1, columns + 2, rows + 2), new EllipseRegion(columns / 2.0, rows / 2.0, columns / 3.0, rows / 3.0), new PolygonRegion([(0, 0), (columns, rows / 2.0), (0, rows)])];
        foreach (ImageRegion region in regions)
        {
            RegionStatistics found = await frame.MeasureAsync(region, histogramBins: 32);
            Assert.That(found.Histogram.Sum(), Is.EqualTo(found.Count));
            if (found.Count > 0) Assert.That(found.Minimum, Is.LessThanOrEqualTo(found.Maximum));
        }
    });

    // Each file as a presentation state, a palette, a structure set and a segmentation, over itself where it is an image.
    private static async Task StatesAsync(DicomFile file)
    {
        PresentationState state = await PresentationState.LoadAsync(file);
        StructureSet structures = StructureSet.Read(file.Dataset);
        await Palette.LoadAsync(file);
        var source = new FrameSource(file.Dataset);
        state.AppliesTo(source);
        IReadOnlyList<GraphicShape> shapes = structures.ShapesFor(source, fillOpacity: 0.5);
        await WithFramesAsync(file, async frame =>
        {
            IReadOnlyList<MaskLayer> layers = await (await Segmentation.OpenAsync(file)).LayersForAsync(frame.Source!, frame.Layout);
            using RenderedImage image = await frame.RenderAsync(new RenderOptions { State = state, Layers = layers, Shapes = shapes, Width = 64 });
            Assert.That(image.Width, Is.GreaterThan(0));
        });
    }

    private static async Task VolumeAsync(DicomFile file)
    {
        using Volume volume = await new[] { file }.LoadVolumeAsync(new VolumeOptions { MaxLength = 64 << 20, Decode = Limits, MaxDegreeOfParallelism = 1 });
        using PixelFrame slice = volume.Reformat(SlicePlane.Coronal(volume.Geometry).Turned(new Vector3D(1, 0, 0), 20).Resized(64, 64));
        using PixelFrame projection = volume.Project(SlicePlane.Axial(volume.Geometry).Resized(64, 64));
        using RenderedImage picture = volume.Render(VolumeCamera.Around(volume.Geometry), TransferFunction.CtBone, new VolumeRenderOptions { Width = 64, Height = 64 });
        Assert.That(picture.Width, Is.EqualTo(64));
    }
}
