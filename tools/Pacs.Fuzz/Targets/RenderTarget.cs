using System.Buffers;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>The whole path from a file to a picture: decoding, all that the data set says about showing it, presentation state, segmentation, contours, measuring, PNG.</summary>
internal sealed class RenderTarget : IFuzzTarget
{
    private const int MaxPixels = 64 * 1024;

    private static readonly DecodeOptions Limits = new() { Limits = new CodecOptions { MaxFrameLength = 1 << 20, WorkingMemoryBase = 1 << 20 } };

    public string Name => "render";

    public IEnumerable<byte[]> Seeds(string corpus) =>
        [RenderSeed.Make(), BlendingSeed.Make(), .. SeedFiles.All(corpus, "native", "special", "rle", "segmentation", "rt", "palettes", Path.Combine("studies", "ct-volume-current", "pr"))];

    public long AllocationLimit(int length) => (64L << 20) + (256L * length);

    public void Run(byte[] input)
    {
        using DicomFile file = DicomFile.Parse(input, new DicomReadOptions { MaxInflatedLength = 1 << 20, MaxDepth = 64 });
        if ((long)(file.Dataset.GetInt32(DicomTag.Rows) ?? 0) * (file.Dataset.GetInt32(DicomTag.Columns) ?? 0) > MaxPixels) return;
        // All is in memory: nothing that is awaited waits.
        RunAsync(file).GetAwaiter().GetResult();
    }

    private static async Task RunAsync(DicomFile file)
    {
        using PixelFrame frame = await DicomImage.DecodeAsync(file, 0, Limits);
        FrameSource source = frame.Source!;
        DisplayAttributes attributes = await DisplayAttributes.LoadAsync(source, frame.Layout);
        PresentationState state = await PresentationState.LoadAsync(file);
        EnhancedPalette.FramesWith(file.Dataset, 0);
        RenderOptions[] ways =
        [
            new() { Width = 96, Height = 64 },
            new() { State = state, DefaultRange = DefaultRange.Percentiles, OverlayColor = new Rgb(255, 0, 0), BlendedInputs = [new Superimposition(frame, attributes)], DataFrames = [frame] },
            new() { PseudoColor = Palette.HotIron, Annotations = ImageAnnotations.Of(source), Superimposed = new Superimposition(frame, attributes) { Palette = Palette.HotIron } },
            new() { BitDepth = 16, VoiIndex = 1, Rotation = 90, Width = 40, Interpolation = Interpolation.Lanczos, Shapes = StructureSet.Read(file.Dataset).ShapesFor(source, 0.5) },
        ];
        foreach (RenderOptions way in ways)
        {
            using RenderedImage image = Renderer.Render(frame, attributes, way);
            image.WritePng(new ArrayBufferWriter<byte>());
            var gif = new GifWriter(new ArrayBufferWriter<byte>(), CineTiming.Of(file.Dataset)[0]);
            gif.Add(image);
            gif.Complete();
        }

        if (frame.Layout is { SamplesPerPixel: 1, Photometric: not PhotometricInterpretation.PaletteColor })
            RegionStatistics.Measure(frame, attributes, new EllipseRegion(frame.Layout.Columns / 2.0, frame.Layout.Rows / 2.0, 9, 5), 16);
        Segmentation segmentation = await Segmentation.OpenAsync(file);
        await segmentation.LayersForAsync(source, frame.Layout);
    }
}
