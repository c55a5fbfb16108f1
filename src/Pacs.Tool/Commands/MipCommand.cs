using System.CommandLine;
using System.Diagnostics;
using Pacs.Imaging;

namespace Pacs.Tool.Commands;

/// <summary>Projects a series onto a plane.</summary>
internal sealed class MipCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var input = new VolumeInput();
        var plane = new PlaneOptions();
        var output = new PictureOutput();
        var command = new Command("mip", "Project a series onto a plane: its brightest, darkest or mean values.");
        input.AddTo(command);
        plane.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            (int? width, int? rows) = output.Check(result);
            var options = new RenderOptions { Window = plane.Window(result), Width = width, Height = rows };
            ReformatOptions slab = plane.Slab(result, thickness: double.PositiveInfinity, SlabMode.Maximum);
            using Volume volume = (await input.LoadAsync(console, result, ct)).Volume;
            long start = Stopwatch.GetTimestamp();
            using PixelFrame slice = volume.Reformat(plane.Plane(result, volume.Geometry), slab, ct);
            TimeSpan drawing = Stopwatch.GetElapsedTime(start);
            using RenderedImage picture = await slice.RenderAsync(options, ct);
            return await output.SaveAsync(console, result, picture, volume, drawing, ct);
        });
        return command;
    }
}
