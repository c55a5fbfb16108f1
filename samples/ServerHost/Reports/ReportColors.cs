using SkiaSharp;

namespace Pacs.ServerHost;

/// <summary>The colours of a printed report.</summary>
internal static class ReportColors
{
    public static SKColor Text { get; } = new(0x1B, 0x1F, 0x24);

    public static SKColor Quiet { get; } = new(0x5B, 0x65, 0x70);

    public static SKColor Rule { get; } = new(0xC9, 0xD1, 0xD9);

    public static SKColor Panel { get; } = new(0xF2, 0xF5, 0xF8);

    public static SKColor Accent { get; } = new(0x0B, 0x5C, 0x8A);

    public static SKColor Draft { get; } = new(0xB4, 0x23, 0x18);
}
