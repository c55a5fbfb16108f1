namespace Pacs.Imaging;

/// <summary>Second bytes of the markers of JPEG-LS (ISO 14495-1 §C.1).</summary>
internal static class JpegLsMarkers
{
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte RestartInterval = 0xDD;
    public const byte FirstApplication = 0xE0;
    public const byte LastApplication = 0xEF;
    public const byte StartOfFrame = 0xF7;
    public const byte Preset = 0xF8;
    public const byte Comment = 0xFE;
}
