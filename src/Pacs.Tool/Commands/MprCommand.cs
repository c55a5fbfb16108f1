using System.CommandLine;
using System.Diagnostics;
using Pacs.Imaging;

namespace Pacs.Tool.Commands;

/// <summary>Cuts a slice of any direction, or along a curve, out of a series.</summary>
internal sealed class MprCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var input = new VolumeInput();
        var plane = new PlaneOptions();
        var output = new PictureOutput();
        var curve = new Option<string>("--curve") { Description = "x,y,z;x,y,z;... in mm: points that a curved cut follows, instead of a plane." };
        var down = new Option<string>("--down") { Description = "x,y,z: the direction in which a curved cut extends.", DefaultValueFactory = static _ => "0,0,-1" };
        var height = new Option<double>("--height") { Description = "Extent of a curved cut in mm.", DefaultValueFactory = static _ => 100 };
        var command = new Command("mpr", "Cut a slice of any direction out of a series.") { curve, down, height };
        input.AddTo(command);
        plane.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            (int? width, int? rows) = output.Check(result);
            var options = new RenderOptions { Window = plane.Window(result), Width = width, Height = rows };
            ReformatOptions slab = plane.Slab(result, thickness: 0, SlabMode.Mean);
            Vector3D[]? points = result.GetValue(curve)?.Split(';').Select(static point => NumberList.Point("--curve", point)!.Value).ToArray();
            using Volume volume = (await input.LoadAsync(console, result, ct)).Volume;
            long start = Stopwatch.GetTimestamp();
            using PixelFrame slice = points is null
                ? volume.Reformat(plane.Plane(result, volume.Geometry), slab, ct)
                : volume.Reformat(new CurvedPath(points, NumberList.Point("--down", result.GetValue(down))!.Value, result.GetValue(height), volume.Geometry.FinestSpacing), slab, ct);
            TimeSpan drawing = Stopwatch.GetElapsedTime(start);
            using RenderedImage picture = await slice.RenderAsync(options, ct);
            return await output.SaveAsync(console, result, picture, volume, drawing, ct);
        });
        return command;
    }
}
