using System.Globalization;
using System.Text;

namespace Pacs.DicomWeb.Client;

/// <summary>How to render (PS3.18 §8.3.5, §10.4.1.1.3).</summary>
public sealed record RenderRequest
{
    /// <summary>Media type wanted: <c>image/png</c>, <c>image/jpeg</c>, <c>image/gif</c>, <c>video/mp4</c>. Default <c>image/png</c>.</summary>
    public string MediaType { get; init; } = "image/png";

    /// <summary>Whether a thumbnail is wanted: small, without annotation, as the server chooses.</summary>
    public bool IsThumbnail { get; init; }

    /// <summary>Frame numbers from 1, for an instance; empty for what the server takes as the whole.</summary>
    public IReadOnlyList<int> FrameNumbers { get; init; } = [];

    /// <summary>Centre and width of the window, in modality units; null for the stored one.</summary>
    public (double Center, double Width)? Window { get; init; }

    /// <summary>Function of the window: <c>linear</c>, <c>linear-exact</c>, <c>sigmoid</c>.</summary>
    public string WindowFunction { get; init; } = "linear";

    /// <summary>Width and height of the image, in pixels; null for the image's own.</summary>
    public (int Width, int Height)? Viewport { get; init; }

    /// <summary>Quality of lossy compression, 1 to 100; null for the server's choice.</summary>
    public int? Quality { get; init; }

    /// <summary>What to draw onto the image: <c>patient</c>, <c>technique</c>.</summary>
    public IReadOnlyList<string> Annotations { get; init; } = [];

    internal string Suffix
    {
        get
        {
            var text = new StringBuilder();
            if (FrameNumbers.Count > 0) text.Append("/frames/").AppendJoin(',', FrameNumbers);
            text.Append(IsThumbnail ? "/thumbnail" : "/rendered");
            char separator = '?';
            if (Window is { } window) Add("window", string.Create(CultureInfo.InvariantCulture, $"{window.Center},{window.Width},{WindowFunction}"));
            if (Viewport is { } viewport) Add("viewport", string.Create(CultureInfo.InvariantCulture, $"{viewport.Width},{viewport.Height}"));
            if (Quality is { } quality) Add("quality", quality.ToString(CultureInfo.InvariantCulture));
            if (Annotations.Count > 0) Add("annotation", string.Join(',', Annotations));
            return text.ToString();

            void Add(string name, string value)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal));
                separator = '&';
            }
        }
    }
}
