using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Tool.Commands;

/// <summary>Draws a frame as a picture, or all frames as an animation: PNG, JPEG, GIF or bare pixels, by the name of the output.</summary>
internal sealed class RenderCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var file = new Argument<string>("file") { Description = "A DICOM image." };
        var output = new Option<string>("--out", "-o") { Description = "The picture: .png, .jpg, .gif or .raw.", Required = true };
        var frame = new Option<int?>("--frame") { Description = "Which frame, from 0." };
        var cine = new Option<bool>("--cine") { Description = "All frames, as an animated PNG or GIF. A .gif has them all unless --frame names one." };
        var window = new Option<string>("--window") { Description = "Center,width in modality units, instead of the image's own." };
        var voi = new Option<int>("--voi") { Description = "Which of the image's own windows, then VOI LUTs, from 0." };
        var size = new Option<string>("--size") { Description = "WxH: fits the picture into so many pixels, true to scale." };
        var rotate = new Option<int>("--rotate") { Description = "Degrees clockwise, a multiple of 90." };
        var flip = new Option<bool>("--flip") { Description = "Exchange left and right, after the rotation." };
        var invert = new Option<bool>("--invert") { Description = "Exchange black and white." };
        var bits = new Option<int>("--bits") { Description = "Bits of grey in a PNG: 8 or 16.", DefaultValueFactory = static _ => 8 };
        var quality = new Option<int>("--quality") { Description = "Of JPEG, 1 to 100.", DefaultValueFactory = static _ => 90 };
        var plain = new Option<bool>("--plain") { Description = "Leave overlays and shutters away." };
        var annotate = new Option<bool>("--annotate") { Description = "Write patient, study, window, scale and directions into the picture." };
        var state = new Option<string>("--state") { Description = "A presentation state to apply." };
        var segmentation = new Option<string>("--seg") { Description = "A segmentation to lay over the image." };
        var structures = new Option<string>("--rtstruct") { Description = "A structure set whose contours to draw." };
        var over = new Option<string[]>("--over") { Description = "An image of the same slice to lay over it, as PET over CT; several for an advanced blending state." };
        var opacity = new Option<string>("--opacity") { Description = "What the image of --over counts, from 0 to 1.", DefaultValueFactory = static _ => "0.5" };
        var palette = new Option<string>("--palette") { Description = "Colours for greys, of the image of --over where there is one: hot-iron, or a file with a palette." };
        var command = new Command("render", "Draw a frame as a picture, or all frames as an animation.")
        {
            file, output, frame, cine, window, voi, size, rotate, flip, invert, bits, quality, plain, annotate, state, segmentation, structures, over, opacity, palette,
        };
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
                Rotation = result.GetValue(rotate) is var degrees && degrees % 90 == 0 ? degrees : throw new ToolException($"--rotate {degrees}: a multiple of 90 is needed.", ExitCode.Usage),
                FlipsHorizontally = result.GetValue(flip),
                IsInverted = result.GetValue(invert),
                BitDepth = result.GetValue(bits) is var depth && depth is 8 or 16 ? depth : throw new ToolException($"--bits {depth}: 8 or 16 is needed.", ExitCode.Usage),
                DrawsOverlays = !result.GetValue(plain),
                AppliesShutter = !result.GetValue(plain),
            };
            int jpegQuality = result.GetValue(quality) is var wanted && wanted is >= 1 and <= 100 ? wanted : throw new ToolException($"--quality {wanted}: 1 to 100 is needed.", ExitCode.Usage);
            string format = FormatOf(path);
            int? only = result.GetValue(frame);
            bool isAnimated = result.GetValue(cine) || (format == "gif" && only is null);
            if (result.GetValue(cine) && (format is not ("gif" or "png") || only is not null)) throw new ToolException("--cine: animations are .png or .gif, and have all frames.", ExitCode.Usage);

            await using RenderInputs inputs = await RenderInputs.OpenAsync(
                result.GetValue(state), result.GetValue(segmentation), result.GetValue(structures), result.GetValue(over) ?? [], result.GetValue(palette),
                RenderInputs.NumberOf("--opacity", result.GetValue(opacity)!, 0, 1), result.GetValue(annotate), ct);
            await using DicomFile image = await DicomFile.OpenAsync(result.GetValue(file)!, options: null, ct);
            if (isAnimated) await AnimateAsync(image, inputs, options, format, path, ct);
            else await DrawAsync(image, only ?? 0, inputs, options, format, jpegQuality, path, ct);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task DrawAsync(DicomFile image, int frame, RenderInputs inputs, RenderOptions options, string format, int quality, string path, CancellationToken ct)
    {
        FrameReader reader = await FrameReader.CreateAsync(image, ct);
        using PixelFrame pixels = await DecodeAsync(reader, frame, ct);
        using RenderedImage picture = await inputs.DrawAsync(reader, pixels, options, ct);
        await (format switch
        {
            "png" => picture.SavePngAsync(path, ct),
            "jpg" => picture.SaveJpegAsync(path, quality, ct),
            "gif" => picture.SaveGifAsync(path, ct),
            _ => picture.SaveRawAsync(path, ct),
        });
    }

    private static async Task AnimateAsync(DicomFile image, RenderInputs inputs, RenderOptions options, string format, string path, CancellationToken ct)
    {
        FrameReader reader = await FrameReader.CreateAsync(image, ct);
        CineTiming timing = CineTiming.Of(image.Dataset);
        var output = new ArrayBufferWriter<byte>();
        var gif = new GifWriter(output, timing.FrameTime);
        var png = new ApngWriter(output, Math.Max(1, reader.Count), timing.FrameTime);
        for (int frame = 0; frame < Math.Max(1, reader.Count); frame++)
        {
            using PixelFrame pixels = await DecodeAsync(reader, frame, ct);
            using RenderedImage picture = await inputs.DrawAsync(reader, pixels, options, ct);
            if (format == "gif") gif.Add(picture, timing[frame]);
            else png.Add(picture);
        }

        if (format == "gif") gif.Complete();
        else png.Complete();
        await File.WriteAllBytesAsync(path, output.WrittenMemory, ct);
    }

    private static async ValueTask<PixelFrame> DecodeAsync(FrameReader reader, int frame, CancellationToken ct)
    {
        if (reader.Count > 0 && (frame < 0 || frame >= reader.Count)) throw new ToolException($"--frame {frame}: the image has {reader.Count}, from 0 to {reader.Count - 1}.", ExitCode.Usage);
        return await DicomImage.DecodeAsync(reader, frame, ct: ct);
    }

    private static string FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PNG" or ".APNG" => "png",
        ".JPG" or ".JPEG" => "jpg",
        ".GIF" => "gif",
        ".RAW" => "raw",
        _ => throw new ToolException($"{path}: pictures end in .png, .jpg, .gif or .raw.", ExitCode.Usage),
    };

    private static VoiWindow? WindowOf(string? text)
    {
        if (text is null) return null;
        double[] numbers = Numbers(text, ',');
        return numbers.Length == 2 && new VoiWindow(numbers[0], numbers[1]) is { IsUsable: true } window ? window : throw new ToolException($"--window {text}: center,width is needed, as 40,400.", ExitCode.Usage);
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
