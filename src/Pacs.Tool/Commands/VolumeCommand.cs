using System.CommandLine;
using System.Diagnostics;
using Pacs.Imaging;

namespace Pacs.Tool.Commands;

/// <summary>Draws a series in space.</summary>
internal sealed class VolumeCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var input = new VolumeInput();
        var output = new PictureOutput();
        var preset = new Option<string>("--preset") { Description = "bone, angio, lung, soft or mr. Default: mr for MR, else bone." };
        preset.AcceptOnlyFromAmong("bone", "angio", "lung", "soft", "mr");
        var azimuth = new Option<double>("--azimuth") { Description = "Degrees about the body: 0 from the front, 90 from the patient's left." };
        var elevation = new Option<double>("--elevation") { Description = "Degrees above: 90 from the head." };
        var zoom = new Option<double>("--zoom") { Description = "2 shows everything twice as large.", DefaultValueFactory = static _ => 1 };
        var view = new Option<double>("--field-of-view") { Description = "Degrees, below 170, for perspective; 0 for parallel rays." };
        var step = new Option<double?>("--step") { Description = "Distance of samples along a ray in mm." };
        var box = new Option<string>("--box") { Description = "First and last column, row and slice that are drawn, as 0,255,0,255,10,30." };
        var background = new Option<string>("--background") { Description = "Red,green,blue from 0 to 255.", DefaultValueFactory = static _ => "0,0,0" };
        var flat = new Option<bool>("--unshaded") { Description = "Leave shading away." };
        var command = new Command("volume", "Draw a series in space.") { preset, azimuth, elevation, zoom, view, step, box, background, flat };
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            (int? width, int? height) = output.Check(result);
            double[] color = NumberList.Parse("--background", result.GetValue(background)!, ',', 3);
            if (color.Any(static level => level is < 0 or > 255)) throw new ToolException($"--background {result.GetValue(background)}: 0 to 255 are needed.", ExitCode.Usage);
            double[]? limits = result.GetValue(box) is { } text ? NumberList.Parse("--box", text, ',', 6) : null;
            var options = new VolumeRenderOptions
            {
                Width = width ?? 512,
                Height = height ?? 512,
                Background = new Rgb((byte)color[0], (byte)color[1], (byte)color[2]),
                SampleDistance = result.GetValue(step),
                IsShaded = !result.GetValue(flat),
                Clip = limits is null ? null : new VoxelBox((int)limits[0], (int)limits[1], (int)limits[2], (int)limits[3], (int)limits[4], (int)limits[5]),
            };
            (Volume loaded, string modality) = await input.LoadAsync(console, result, ct);
            using Volume volume = loaded;
            TransferFunction look = await LookAsync(volume, result.GetValue(preset) ?? (modality == "MR" ? "mr" : "bone"), ct);
            VolumeCamera camera = VolumeCamera.Around(volume.Geometry, result.GetValue(azimuth), result.GetValue(elevation), result.GetValue(zoom)) with { FieldOfView = result.GetValue(view) };
            long start = Stopwatch.GetTimestamp();
            using RenderedImage picture = volume.Render(camera, look, options, ct);
            return await output.SaveAsync(console, result, picture, volume, Stopwatch.GetElapsedTime(start), ct);
        });
        return command;
    }

    private static async Task<TransferFunction> LookAsync(Volume volume, string preset, CancellationToken ct)
    {
        switch (preset)
        {
            case "angio": return TransferFunction.CtAngiography;
            case "lung": return TransferFunction.CtLung;
            case "soft": return TransferFunction.CtSoftTissue;
            case "bone": return TransferFunction.CtBone;
        }

        // MR values have no unit: the brightest of each ray says how far they go, a few hot ones left away.
        SlicePlane plane = SlicePlane.Coronal(volume.Geometry);
        using PixelFrame brightest = volume.Project(plane, ct: ct);
        RegionStatistics found = await brightest.MeasureAsync(new RectangleRegion(0, 0, plane.Columns, plane.Rows), ct: ct);
        double high = Math.Min(found.Maximum, found.Mean + 2 * found.StandardDeviation);
        return TransferFunction.Mr(Math.Min(volume.Background, high - 1), high);
    }
}
