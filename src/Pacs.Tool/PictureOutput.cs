using System.CommandLine;
using Pacs.Imaging;

namespace Pacs.Tool;

/// <summary>The options that say where a picture goes and how large it is.</summary>
internal sealed class PictureOutput
{
    private readonly Option<string> _out = new("--out", "-o") { Description = "The picture: .png, .jpg or .raw.", Required = true };
    private readonly Option<string> _size = new("--size") { Description = "WxH in pixels." };
    private readonly Option<int> _quality = new("--quality") { Description = "Of JPEG, 1 to 100.", DefaultValueFactory = static _ => 90 };
    private readonly Option<bool> _json = new("--json") { Description = "Write what was made as a line of JSON." };

    public void AddTo(Command command)
    {
        command.Add(_out);
        command.Add(_size);
        command.Add(_quality);
        command.Add(_json);
    }

    /// <summary>Checks what can be known before the work begins.</summary>
    /// <exception cref="ToolException">An option makes no sense.</exception>
    public (int? Width, int? Height) Check(ParseResult result)
    {
        string path = result.GetValue(_out)!;
        if (Path.GetExtension(path).ToUpperInvariant() is not (".PNG" or ".JPG" or ".JPEG" or ".RAW")) throw new ToolException($"{path}: pictures end in .png, .jpg or .raw.", ExitCode.Usage);
        if (result.GetValue(_quality) is < 1 or > 100) throw new ToolException($"--quality {result.GetValue(_quality)}: 1 to 100 is needed.", ExitCode.Usage);
        if (result.GetValue(_size) is not { } size) return (null, null);
        double[] numbers = NumberList.Parse("--size", size.ToLowerInvariant(), 'x', 2);
        return numbers is [>= 1 and <= 16384, >= 1 and <= 16384] ? ((int)numbers[0], (int)numbers[1]) : throw new ToolException($"--size {size}: 1 to 16384 pixels a side are needed.", ExitCode.Usage);
    }

    public async Task<int> SaveAsync(ToolConsole console, ParseResult result, RenderedImage picture, Volume volume, TimeSpan drawing, CancellationToken ct)
    {
        string path = result.GetValue(_out)!;
        await (Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => picture.SavePngAsync(path, ct),
            ".RAW" => picture.SaveRawAsync(path, ct),
            _ => picture.SaveJpegAsync(path, result.GetValue(_quality), ct),
        });
        if (result.GetValue(_json))
        {
            VolumeGeometry grid = volume.Geometry;
            console.Out.WriteLine(JsonLine.Of(
                ("file", path), ("width", picture.Width), ("height", picture.Height), ("columns", grid.Columns), ("rows", grid.Rows), ("slices", grid.Slices),
                ("columnSpacing", grid.ColumnStep.Length), ("rowSpacing", grid.RowStep.Length), ("sliceSpacing", grid.SliceSpacing), ("tilt", Math.Round(grid.TiltInDegrees, 3)),
                ("findings", volume.Findings.Count), ("drawingMilliseconds", Math.Round(drawing.TotalMilliseconds, 1))));
        }

        return ExitCode.Success;
    }
}
