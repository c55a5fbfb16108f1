using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>What is asked of a volume: from where it is seen, and how it is shown (PS3.18 §8.3.5.3).</summary>
internal sealed record VolumeView
{
    private const int MaxSide = 4096;
    private const int MaxFrames = 360;

    /// <summary>Where the camera looks; of length 1.</summary>
    public Vector3D Direction { get; init; } = new(0, 1, 0);

    /// <summary>What is up in the picture.</summary>
    public Vector3D Up { get; init; } = new(0, 0, 1);

    /// <summary>The point looked at; null for the middle of the volume.</summary>
    public Vector3D? Target { get; init; }

    /// <summary>Rendering Method; null for the resource's own.</summary>
    public string? Method { get; init; }

    /// <summary>Thickness of a slab in mm; 0 for a thin slice.</summary>
    public double Slab { get; init; }

    public VoiWindow? Window { get; init; }

    public int Width { get; init; } = 512;

    public int Height { get; init; } = 512;

    public int Quality { get; init; } = 90;

    /// <summary>How a volume is coloured: ours, not the standard's.</summary>
    public string? Preset { get; init; }

    /// <summary>Degrees through which the camera swings, and how many between pictures; null for one picture.</summary>
    public (double Range, double Step)? Swivel { get; init; }

    /// <summary>Time of each picture.</summary>
    public TimeSpan FrameTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>An instance of the phase that is meant.</summary>
    public string? Phase { get; init; }

    /// <summary>Whether not the picture is wanted but what was chosen for it (PS3.18 §8.3.5.3.12).</summary>
    public bool IsMetadata { get; init; }

    public SlabMode Mode(SlabMode otherwise) => Method switch
    {
        "maximum_ip" => SlabMode.Maximum,
        "minimum_ip" => SlabMode.Minimum,
        "average_ip" => SlabMode.Mean,
        _ => otherwise,
    };

    /// <exception cref="DicomWebException">A parameter cannot be understood.</exception>
    public static VolumeView Parse(IQueryCollection query, bool isMpr)
    {
        foreach (string name in (ReadOnlySpan<string>)["match", "volumetriccurvepoint"])
            if (query.ContainsKey(name)) throw Bad($"{name} is not supported: {(name == "match" ? "volumeinputreference chooses a phase" : "swivelrange moves the camera")}.");
        var view = new VolumeView
        {
            IsMetadata = query["renderedvolumetricmetadata"].ToString() switch
            {
                "" or "no" => false,
                "yes" => true,
                _ => throw Bad("renderedvolumetricmetadata is yes."),
            },
            Window = query.TryGetValue("window", out var window) ? RenderParameters.WindowOf(window.ToString()) : null,
            Quality = query.TryGetValue("quality", out var quality) ? RenderParameters.Number(quality.ToString(), "quality", 1, 100) : 90,
            Preset = query["preset"].ToString() is { Length: > 0 } preset ? preset.ToLowerInvariant() : null,
            Phase = query["volumeinputreference"].ToString().Split(',')[0] is { Length: > 0 } phase ? phase : null,
            Method = query["renderingmethod"].ToString() switch
            {
                "" => null,
                "volume_rendered" when !isMpr => "volume_rendered",
                "maximum_ip" or "minimum_ip" or "average_ip" => query["renderingmethod"].ToString(),
                _ => throw Bad("renderingmethod is maximum_ip, minimum_ip or average_ip, and volume_rendered in space."),
            },
        };
        if (query.TryGetValue("mprslab", out var slab))
        {
            view = view with { Slab = Real(slab.ToString(), "mprslab") };
            if (view.Slab is < 0 or > 10_000) throw Bad("mprslab takes a thickness in mm.");
        }

        if (query.TryGetValue("viewport", out var viewport))
        {
            string[] parts = viewport.ToString().Split(',');
            if (parts.Length < 2) throw Bad("viewport takes a width and a height.");
            view = view with { Width = RenderParameters.Number(parts[0], "viewport", 1, MaxSide), Height = RenderParameters.Number(parts[1], "viewport", 1, MaxSide) };
        }

        return view.WithCamera(query, isMpr).WithAnimation(query);
    }

    /// <summary>What makes one picture differ from another, for its tag. No property: a record prints those.</summary>
    public string ToKey() => ToString();

    private VolumeView WithCamera(IQueryCollection query, bool isMpr)
    {
        bool hasCamera = query.ContainsKey("viewpointposition") || query.ContainsKey("viewpointlookat") || query.ContainsKey("viewpointup");
        if (!hasCamera) return From(query["orientation"].ToString() is { Length: > 0 } orientation ? orientation.ToLowerInvariant() : isMpr ? "f" : "a");
        if (query.ContainsKey("orientation")) throw Bad("orientation and viewpoint exclude each other.");
        Vector3D? position = Vector(query, "viewpointposition"), target = Vector(query, "viewpointlookat");
        if (position is null || target is null) throw Bad("viewpointposition and viewpointlookat belong together.");
        Vector3D up = Vector(query, "viewpointup") ?? new Vector3D(0, 0, 1), direction = (target.Value - position.Value).Normalized();
        if (!direction.IsFinite || !(Vector3D.Cross(direction, up).Length > 1e-6)) throw Bad("The viewpoint looks nowhere.");
        return this with { Direction = direction, Up = up.Normalized(), Target = target };
    }

    // From where the patient is looked at: anterior, posterior, right, left, head, feet (PS3.18 §8.3.5.3.4).
    private VolumeView From(string orientation) => orientation switch
    {
        "a" => this with { Direction = new(0, 1, 0), Up = new(0, 0, 1) },
        "p" => this with { Direction = new(0, -1, 0), Up = new(0, 0, 1) },
        "l" => this with { Direction = new(-1, 0, 0), Up = new(0, 0, 1) },
        "r" => this with { Direction = new(1, 0, 0), Up = new(0, 0, 1) },
        "h" => this with { Direction = new(0, 0, -1), Up = new(0, -1, 0) },
        "f" => this with { Direction = new(0, 0, 1), Up = new(0, -1, 0) },
        _ => throw Bad("orientation is a, p, r, l, h or f."),
    };

    private VolumeView WithAnimation(IQueryCollection query)
    {
        if (!query.TryGetValue("swivelrange", out var range)) return this;
        double degrees = Real(range.ToString(), "swivelrange"), step = query.TryGetValue("animationstepsize", out var size) ? Real(size.ToString(), "animationstepsize") : 10;
        double rate = query.TryGetValue("animationrate", out var stated) ? Real(stated.ToString(), "animationrate") : 10;
        if (Math.Abs(degrees) > 360 || step <= 0 || Math.Abs(degrees) / step > MaxFrames || rate is <= 0 or > 100) throw Bad("The camera swings through at most 360 degrees in at most 360 steps.");
        return this with { Swivel = (degrees, step), FrameTime = TimeSpan.FromSeconds(1 / rate) };
    }

    private static Vector3D? Vector(IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var text)) return null;
        string[] parts = text.ToString().Split(',');
        return parts.Length == 3 ? new Vector3D(Real(parts[0], name), Real(parts[1], name), Real(parts[2], name)) : throw Bad($"{name} takes three numbers.");
    }

    private static double Real(string text, string name) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 1e7 ? number : throw Bad($"{name} takes a number.");

    private static DicomWebException Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
