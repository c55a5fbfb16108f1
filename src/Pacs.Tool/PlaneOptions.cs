using System.CommandLine;
using Pacs.Imaging;

namespace Pacs.Tool;

/// <summary>The options that place a plane in a volume and say how its pixels are made.</summary>
internal sealed class PlaneOptions
{
    private readonly Option<string> _plane = new("--plane") { Description = "axial, coronal or sagittal.", DefaultValueFactory = static _ => "axial" };
    private readonly Option<double> _turn = new("--turn") { Description = "Degrees by which the plane is turned about the vertical of the picture." };
    private readonly Option<double> _tilt = new("--tilt") { Description = "Degrees by which it is then tilted about the horizontal." };
    private readonly Option<string> _at = new("--at") { Description = "x,y,z in mm of the patient: a point of the plane, instead of the volume's middle." };
    private readonly Option<double> _offset = new("--offset") { Description = "Moves the plane along its normal, in mm." };
    private readonly Option<double?> _thickness = new("--thickness") { Description = "Thickness of the slab in mm." };
    private readonly Option<string> _mode = new("--mode") { Description = "What a slab shows: max, min or mean." };
    private readonly Option<string> _interpolation = new("--interpolation") { Description = "linear, nearest, cubic or lanczos.", DefaultValueFactory = static _ => "linear" };
    private readonly Option<string> _window = new("--window") { Description = "Center,width in modality units, instead of the series' own." };

    public PlaneOptions()
    {
        _plane.AcceptOnlyFromAmong("axial", "coronal", "sagittal");
        _mode.AcceptOnlyFromAmong("max", "min", "mean");
        _interpolation.AcceptOnlyFromAmong("linear", "nearest", "cubic", "lanczos");
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_plane, _turn, _tilt, _at, _offset, _thickness, _mode, _interpolation, _window]) command.Add(option);
    }

    public VoiWindow? Window(ParseResult result) => result.GetValue(_window) is { } text ? NumberList.Parse("--window", text, ',', 2) is var n ? new VoiWindow(n[0], n[1]) : null : null;

    public SlicePlane Plane(ParseResult result, VolumeGeometry grid)
    {
        Vector3D? through = NumberList.Point("--at", result.GetValue(_at));
        (Vector3D across, Vector3D down) = result.GetValue(_plane) switch
        {
            "coronal" => (new Vector3D(1, 0, 0), new Vector3D(0, 0, -1)),
            "sagittal" => (new Vector3D(0, 1, 0), new Vector3D(0, 0, -1)),
            _ => (new Vector3D(1, 0, 0), new Vector3D(0, 1, 0)),
        };
        double turn = Finite("--turn", result.GetValue(_turn)), tilt = Finite("--tilt", result.GetValue(_tilt));
        across = across.RotatedAbout(down, turn * Math.PI / 180);
        down = down.RotatedAbout(across, tilt * Math.PI / 180);
        return SlicePlane.Covering(grid, across, down, through).Moved(Finite("--offset", result.GetValue(_offset)));
    }

    /// <param name="result">The command line.</param>
    /// <param name="thickness">When none is said.</param>
    /// <param name="mode">When none is said.</param>
    public ReformatOptions Slab(ParseResult result, double thickness, SlabMode mode) => new()
    {
        Thickness = result.GetValue(_thickness) ?? thickness,
        Slab = result.GetValue(_mode) switch { "max" => SlabMode.Maximum, "min" => SlabMode.Minimum, "mean" => SlabMode.Mean, _ => mode },
        Interpolation = Enum.Parse<VolumeInterpolation>(result.GetValue(_interpolation)!, ignoreCase: true),
    };

    private static double Finite(string option, double value) => double.IsFinite(value) ? value : throw new ToolException($"{option} {value}: a number is needed.", ExitCode.Usage);
}
