namespace Pacs.Imaging;

/// <summary>What decoding does to the components of a frame.</summary>
internal enum JpegColorTransform
{
    None,
    YcbcrToRgb,
    YcckToCmyk,
}
