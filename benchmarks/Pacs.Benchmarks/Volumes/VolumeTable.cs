using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Volumes;

/// <summary>One line for each way of looking at a volume: least and median of the elapsed times and the mean processor time of all threads, which means something on a busy machine, too; in ms. Leaves volume, look and camera in a folder for a peer to draw.</summary>
internal static class VolumeTable
{
    private const int Runs = 9;

    public static async Task RunAsync(string folder)
    {
        Volume volume = BenchmarkVolume.Make();
        VolumeGeometry grid = volume.Geometry;
        SlicePlane oblique = BenchmarkVolume.Oblique(volume);
        VolumeCamera camera = VolumeCamera.Around(grid, 30, 20);
        if (!File.Exists(Path.Combine(folder, "volume.raw"))) await LeaveAsync(folder, volume, camera);
        var two = new ReformatOptions { MaxDegreeOfParallelism = 2 };
        Line("oblique slice 512 x 512", () => volume.Reformat(oblique, two).Dispose());
        Line("MIP axial", () => volume.Project(SlicePlane.Axial(grid), options: two).Dispose());
        Line("MIP coronal", () => volume.Project(SlicePlane.Coronal(grid), options: two).Dispose());
        Line("MIP sagittal", () => volume.Project(SlicePlane.Sagittal(grid), options: two).Dispose());
        Line("MIP oblique 512 x 512", () => volume.Project(oblique, options: two).Dispose());
        var look = new VolumeRenderOptions { MaxDegreeOfParallelism = 2, SampleDistance = grid.FinestSpacing };   // as the peer does
        Line("bone in space 512 x 512, shaded", () => volume.Render(camera, TransferFunction.CtBone, look).Dispose());
        using RenderedImage picture = volume.Render(camera, TransferFunction.CtBone, look);
        await picture.SavePngAsync(Path.Combine(folder, "pacs.png"));
    }

    private static void Line(string name, Action work)
    {
        // Until the compiler has seen enough of it.
        for (long begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(1);) work();
        double[] times = new double[Runs];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int n = 0; n < Runs; n++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            times[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        double used = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Runs;
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pacs  {name,-34} least {times[0],8:F1} ms  median {times[Runs / 2],8:F1} ms  processor {used,8:F1} ms"));
    }

    private static async Task LeaveAsync(string folder, Volume volume, VolumeCamera camera)
    {
        VolumeGeometry grid = volume.Geometry;
        await using (FileStream raw = File.Create(Path.Combine(folder, "volume.raw")))
        {
            short[] slice = new short[grid.Columns * grid.Rows];
            for (int k = 0; k < grid.Slices; k++)
            {
                for (int n = 0; n < slice.Length; n++) slice[n] = (short)volume[n % grid.Columns, n / grid.Columns, k];
                await raw.WriteAsync(MemoryMarshal.AsBytes<short>(slice).ToArray());
            }
        }

        IEnumerable<string> lines =
        [
            Numbers(grid.Columns, grid.Rows, grid.Slices), Numbers(grid.ColumnStep.Length, grid.RowStep.Length, grid.SliceSpacing), Numbers(grid.Origin.X, grid.Origin.Y, grid.Origin.Z),
            Numbers(camera.Target.X, camera.Target.Y, camera.Target.Z, camera.Direction.X, camera.Direction.Y, camera.Direction.Z, camera.Up.X, camera.Up.Y, camera.Up.Z, camera.Height),
            .. TransferFunction.CtBone.Points.Select(static point => Numbers(point.Value, point.Opacity, point.Color.Red, point.Color.Green, point.Color.Blue)),
        ];
        await File.WriteAllLinesAsync(Path.Combine(folder, "scene.txt"), lines);
    }

    private static string Numbers(params IEnumerable<double> numbers) => string.Join(' ', numbers.Select(static number => number.ToString("R", CultureInfo.InvariantCulture)));
}
