using System.CommandLine;
using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Tool.Commands;

/// <summary>Draws a frame as a picture: PNG, JPEG or bare pixels, by the name of the output.</summary>
internal sealed class RenderCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var file = new Argument<string>("file") { Description = "A DICOM image." };
        var output = new Option<string>("--out", "-o") { Description = "The picture: .png, .jpg or .raw.", Required = true };
        var frame = new Option<int>("--frame") { Description = "Which frame, from 0." };
        var window = new Option<string>("--window") { Description = "Center,width in modality units, instead of the image's own." };
        var voi = new Option<int>("--voi") { Description = "Which of the image's own windows, then VOI LUTs, from 0." };
        var size = new Option<string>("--size") { Description = "WxH: fits the picture into so many pixels, true to scale." };
        var rotate = new Option<int>("--rotate") { Description = "Degrees clockwise, a multiple of 90." };
        var bits = new Option<int>("--bits") { Description = "Bits of grey in a PNG: 8 or 16.", DefaultValueFactory = static _ => 8 };
        var quality = new Option<int>("--quality") { Description = "Of JPEG, 1 to 100.", DefaultValueFactory = static _ => 90 };
        var plain = new Option<bool>("--plain") { Description = "Leave overlays and shutters away." };
        var state = new Option<string>("--state") { Description = "A presentation state to apply." };
        var segmentation = new Option<string>("--seg") { Description = "A segmentation to lay over the image." };
        var structures = new Option<string>("--rtstruct") { Description = "A structure set whose contours to draw." };
        var command = new Command("render", "Draw a frame as a picture.") { file, output, frame, window, voi, size, rotate, bits, quality, plain, state, segmentation, structures };
        command.SetAction(async (result, ct) =>
        {
            string path = result.GetValue(output)!;
            (int? width, int? height) = SizeOf(result.GetValue(size));
            var options = new RenderOptions
            {
                Window = WindowOf(result.GetValue(window)),
                VoiIndex = result.GetValue(voi),
                Width = width,
                Height = height,
                Rotation = result.GetValue(rotate),
                BitDepth = result.GetValue(bits),
                DrawsOverlays = !result.GetValue(plain),
                AppliesShutter = !result.GetValue(plain),
            };
            await using DicomFile image = await DicomFile.OpenAsync(result.GetValue(file)!, options: null, ct);
            using PixelFrame pixels = await DicomImage.DecodeAsync(image, result.GetValue(frame), ct: ct);
            options = await OverAsync(options, pixels, result.GetValue(state), result.GetValue(segmentation), result.GetValue(structures), ct);
            using RenderedImage picture = await pixels.RenderAsync(options, ct);
            await (Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".PNG" => picture.SavePngAsync(path, ct),
                ".JPG" or ".JPEG" => picture.SaveJpegAsync(path, result.GetValue(quality), ct),
                ".RAW" => picture.SaveRawAsync(path, ct),
                _ => throw new ToolException($"{path}: pictures end in .png, .jpg or .raw.", ExitCode.Usage),
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static async ValueTask<RenderOptions> OverAsync(RenderOptions options, PixelFrame pixels, string? state, string? segmentation, string? structures, CancellationToken ct)
    {
        if (state is not null)
        {
            await using DicomFile file = await DicomFile.OpenAsync(state, options: null, ct);
            options = options with { State = await PresentationState.LoadAsync(file, ct) };
        }

        if (segmentation is not null)
        {
            await using DicomFile file = await DicomFile.OpenAsync(segmentation, options: null, ct);
            Segmentation segments = await Segmentation.OpenAsync(file, ct);
            options = options with { Layers = await segments.LayersForAsync(pixels.Source!, pixels.Layout, ct) };
        }

        if (structures is not null)
        {
            await using DicomFile file = await DicomFile.OpenAsync(structures, options: null, ct);
            options = options with { Shapes = StructureSet.Read(file.Dataset).ShapesFor(pixels.Source!) };
        }

        return options;
    }

    private static VoiWindow? WindowOf(string? text)
    {
        if (text is null) return null;
        double[] numbers = Numbers(text, ',');
        return numbers.Length == 2 ? new VoiWindow(numbers[0], numbers[1]) : throw new ToolException($"--window {text}: center,width is needed, as 40,400.", ExitCode.Usage);
    }

    private static (int? Width, int? Height) SizeOf(string? text)
    {
        if (text is null) return (null, null);
        double[] numbers = Numbers(text.ToLowerInvariant(), 'x');
        return numbers is [>= 1 and <= ushort.MaxValue, >= 1 and <= ushort.MaxValue]
            ? ((int)numbers[0], (int)numbers[1])
            : throw new ToolException($"--size {text}: width and height in pixels are needed, as 512x512.", ExitCode.Usage);
    }

    private static double[] Numbers(string text, char separator) =>
        [.. text.Split(separator).Select(static part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
}
