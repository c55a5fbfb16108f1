using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Skia;

namespace Pacs.Tool;

/// <summary>What is laid over the frames of an image that is drawn: other files, kept open while frames are drawn, and what is written into them.</summary>
internal sealed class RenderInputs : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _files = [];
    private SkiaPainter? _painter;
    private PresentationState? _state;
    private Segmentation? _segmentation;
    private StructureSet? _structures;
    private Palette? _palette;
    private readonly List<DicomFile> _over = [];
    private double _opacity = 0.5;

    /// <summary>Whether names, scale and directions are written into the picture.</summary>
    public bool Annotates { get; init; }

    public static async ValueTask<RenderInputs> OpenAsync(string? state, string? segmentation, string? structures, IReadOnlyList<string> over, string? palette, double opacity, bool annotates, CancellationToken ct)
    {
        var inputs = new RenderInputs { Annotates = annotates, _opacity = opacity };
        try
        {
            if (state is not null) inputs._state = await PresentationState.LoadAsync(await inputs.OpenAsync(state, ct), ct);
            if (segmentation is not null) inputs._segmentation = await Segmentation.OpenAsync(await inputs.OpenAsync(segmentation, ct), ct);
            if (structures is not null) inputs._structures = StructureSet.Read((await inputs.OpenAsync(structures, ct)).Dataset);
            foreach (string path in over) inputs._over.Add(await inputs.OpenAsync(path, ct));
            if (over.Count > 1 && inputs._state is not { IsAdvancedBlending: true }) throw new ToolException("--over: several images are blended by an advanced blending state (--state) only.", ExitCode.Usage);
            if (palette is not null) inputs._palette = await inputs.PaletteAsync(palette, ct);
            inputs._painter = PainterOrNull();
            return inputs;
        }
        catch
        {
            await inputs.DisposeAsync();
            throw;
        }
    }

    /// <summary>Draws a frame with all of it. The picture is the caller's to dispose.</summary>
    public async ValueTask<RenderedImage> DrawAsync(FrameReader reader, PixelFrame pixels, RenderOptions options, CancellationToken ct)
    {
        IReadOnlyList<PixelFrame> others = await reader.DecodeDataFramesAsync(pixels.Source!.Frame, ct: ct);
        try
        {
            return await DrawAsync(pixels, options with { DataFrames = others }, ct);
        }
        finally
        {
            foreach (PixelFrame other in others) other.Dispose();
        }
    }

    private async ValueTask<RenderedImage> DrawAsync(PixelFrame pixels, RenderOptions options, CancellationToken ct)
    {
        options = options with
        {
            State = _state,
            Painter = _painter,
            Annotations = Annotates ? ImageAnnotations.Of(pixels.Source!) : null,
            Layers = _segmentation is null ? [] : await _segmentation.LayersForAsync(pixels.Source!, pixels.Layout, ct),
            Shapes = _structures is null ? [] : _structures.ShapesFor(pixels.Source!),
            PseudoColor = _over.Count == 0 ? _palette : null,
        };
        if (_over.Count == 0) return await pixels.RenderAsync(options, ct);
        var frames = new List<PixelFrame>();
        try
        {
            var overs = new List<Superimposition>();
            foreach (DicomFile file in _over)
            {
                int frame = Math.Min(pixels.Source!.Frame, Math.Max(1, file.Dataset.GetInt32(DicomTag.NumberOfFrames) ?? 1) - 1);
                PixelFrame upper = await DicomImage.DecodeAsync(file, frame, ct: ct);
                frames.Add(upper);
                overs.Add(new Superimposition(upper, await DisplayAttributes.LoadAsync(upper.Source!, upper.Layout, ct)) { Opacity = _opacity, Palette = _palette });
            }

            return await pixels.RenderAsync(_state is { IsAdvancedBlending: true } ? options with { BlendedInputs = overs } : options with { Superimposed = overs[0] }, ct);
        }
        finally
        {
            foreach (PixelFrame upper in frames) upper.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _painter?.Dispose();
        foreach (IAsyncDisposable file in _files) await file.DisposeAsync();
    }

    /// <summary>A number between two others, as an option gives it.</summary>
    public static double NumberOf(string option, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"{option} {text}: a number from {least} to {most} is needed."), ExitCode.Usage);

    private async ValueTask<DicomFile> OpenAsync(string path, CancellationToken ct)
    {
        DicomFile file = await DicomFile.OpenAsync(path, options: null, ct);
        _files.Add(file);
        return file;
    }

    private async ValueTask<Palette> PaletteAsync(string name, CancellationToken ct)
    {
        if (string.Equals(name, "hot-iron", StringComparison.OrdinalIgnoreCase)) return Palette.HotIron;
        DicomFile file = await OpenAsync(name, ct);
        return await Palette.LoadAsync(file, ct) ?? throw new ToolException($"{name}: holds no palette.", ExitCode.Usage);
    }

    // Without the native library for this machine, or a font, the plain letters have to do.
    private static SkiaPainter? PainterOrNull()
    {
        try
        {
            var painter = new SkiaPainter();
            if (painter.FontFamily.Length > 0) return painter;
            painter.Dispose();
        }
        catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return null;
        }

        return null;
    }
}
