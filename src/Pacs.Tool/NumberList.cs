using System.Globalization;

namespace Pacs.Tool;

/// <summary>Options that hold several numbers.</summary>
internal static class NumberList
{
    /// <exception cref="ToolException">Not so many finite numbers.</exception>
    public static double[] Parse(string option, string text, char separator, int count)
    {
        double[] numbers = [.. text.Split(separator).Select(static part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        if (numbers.Length == count && numbers.All(double.IsFinite)) return numbers;
        throw new ToolException($"{option} {text}: {count} numbers with '{separator}' between them are needed.", ExitCode.Usage);
    }

    /// <summary>A point or null.</summary>
    public static Pacs.Imaging.Vector3D? Point(string option, string? text) => text is null ? null : Parse(option, text, ',', 3) is var p ? new(p[0], p[1], p[2]) : null;
}
