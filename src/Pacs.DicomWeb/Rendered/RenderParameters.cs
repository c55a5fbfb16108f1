using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>How a rendered resource is asked for (PS3.18 §8.3.5.1).</summary>
internal sealed record RenderParameters
{
    /// <summary>A side of a picture has at most so many pixels.</summary>
    private const int MaxSide = 16384;

    public VoiWindow? Window { get; init; }

    public int Quality { get; init; } = 90;

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>The part shown, where one was asked for.</summary>
    public DisplayedArea? Area { get; init; }

    /// <summary>The part shown in fractions of the image (left, top, right, bottom), as WADO-URI has it.</summary>
    public (double Left, double Top, double Right, double Bottom)? Region { get; init; }

    public bool FlipsHorizontally { get; init; }

    public bool FlipsVertically { get; init; }

    public bool ShowsPatient { get; init; }

    public bool ShowsTechnique { get; init; }

    /// <summary>In which colours, and with which ICC profile.</summary>
    public ProfileChoice Profile { get; init; }

    /// <summary>SOP Instance UID of a presentation state to apply, as WADO-URI names it.</summary>
    public string? PresentationState { get; init; }

    /// <summary>What makes one rendering differ from another, for its tag.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Window} {Quality} {Width} {Height} {Area} {Region} {FlipsHorizontally} {FlipsVertically} {ShowsPatient} {ShowsTechnique} {Profile} {PresentationState}");

    /// <exception cref="DicomWebException">A parameter cannot be understood, or done.</exception>
    public static RenderParameters Parse(IQueryCollection query)
    {
        var parameters = new RenderParameters
        {
            Window = query.TryGetValue("window", out var window) ? WindowOf(window.ToString()) : null,
            Quality = query.TryGetValue("quality", out var quality) ? Number(quality.ToString(), "quality", 1, 100) : 90,
            Profile = ProfileOf(query["iccprofile"].ToString()),
            PresentationState = query.TryGetValue("presentationUID", out var state) ? state.ToString() : null,
        };
        foreach (string part in query["annotation"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Others are the server's own to define, and may be passed over (PS3.18 §8.3.5.1.1).
            parameters = part.ToLowerInvariant() switch
            {
                "patient" => parameters with { ShowsPatient = true },
                "technique" => parameters with { ShowsTechnique = true },
                _ => parameters,
            };
        }

        if (query.TryGetValue("region", out var region)) parameters = parameters with { Region = RegionOf(region.ToString()) };
        return query.TryGetValue("viewport", out var viewport) ? parameters.WithViewport(viewport.ToString()) : parameters;
    }

    /// <summary><c>vw,vh[,sx,sy,sw,sh]</c>: size of the picture, and the part of the image it shows; negative sizes mirror it.</summary>
    private RenderParameters WithViewport(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 6)) throw Bad("viewport takes two or six numbers.");
        RenderParameters result = this with { Width = Number(parts[0], "viewport", 1, MaxSide), Height = Number(parts[1], "viewport", 1, MaxSide) };
        if (parts.Length == 2 || parts[2..].All(p => p.Length == 0)) return result;
        double x = Real(parts[2], 0), y = Real(parts[3], 0), width = Real(parts[4], MaxSide * 4), height = Real(parts[5], MaxSide * 4);
        if (width == 0 || height == 0) throw Bad("viewport selects nothing of the image.");
        return result with
        {
            Area = new DisplayedArea((int)x, (int)y, (int)Math.Max(1, Math.Abs(width)), (int)Math.Max(1, Math.Abs(height))),
            FlipsHorizontally = width < 0,
            FlipsVertically = height < 0,
        };
    }

    private static (double, double, double, double) RegionOf(string text)
    {
        double[] corners = [.. text.Split(',').Select(p => Real(p.Trim(), double.NaN))];
        return corners is [>= 0 and var left, >= 0 and var top, <= 1 and var right, <= 1 and var bottom] && left < right && top < bottom
            ? (left, top, right, bottom) : throw Bad("region takes left, top, right and bottom from 0 to 1.");
    }

    public static VoiWindow WindowOf(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 3)) throw Bad("window takes a center, a width and a function.");
        var window = new VoiWindow(Real(parts[0], double.NaN), Real(parts[1], double.NaN))
        {
            Function = parts is [_, _, var function] ? function.ToLowerInvariant() switch
            {
                "linear" or "" => VoiFunction.Linear,
                "linear-exact" => VoiFunction.LinearExact,
                "sigmoid" => VoiFunction.Sigmoid,
                _ => throw Bad("The function of a window is linear, linear-exact or sigmoid."),
            } : VoiFunction.Linear,
        };
        return window.IsUsable ? window : throw Bad("window takes a center and a width above 0.");
    }

    public static int Number(string text, string name, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number : throw Bad($"{name} takes numbers from {least} to {most}.");

    private static double Real(string text, double standard) => text.Length == 0 ? standard
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 1e9 ? number
        : throw Bad("A number cannot be read.");

    private static ProfileChoice ProfileOf(string text) => text.ToLowerInvariant() switch
    {
        "" => ProfileChoice.OwnIfAny,
        "no" => ProfileChoice.None,
        "yes" => ProfileChoice.Present,
        "srgb" => ProfileChoice.SRgb,
        "adobergb" => ProfileChoice.AdobeRgb,
        "rommrgb" => ProfileChoice.RommRgb,
        "displayp3" => ProfileChoice.DisplayP3,
        _ => throw Bad("iccprofile is no, yes, srgb, adobergb, rommrgb or displayp3."),
    };

    private static DicomWebException Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
