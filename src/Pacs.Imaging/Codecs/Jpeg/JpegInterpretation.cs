namespace Pacs.Imaging;

/// <summary>What a stream's components mean, and the layout they decode to: the stream believed, the data set where the stream is silent (PS3.5 §8.2.1).</summary>
internal static class JpegInterpretation
{
    /// <summary>The layout of the decoded frame.</summary>
    public static PixelLayout Layout(JpegFrame frame, JpegTables tables, PixelLayout declared)
    {
        int precision = frame.Precision, word = declared.BitsAllocated is 8 or 16 && precision <= declared.BitsAllocated ? declared.BitsAllocated : precision <= 8 ? 8 : 16;

        // A stream may be made of whole words, so that it has more bits than are stored: then the data set still says which of them count.
        bool isDeclared = precision > declared.BitsStored && word == declared.BitsAllocated;
        int stored = isDeclared ? declared.BitsStored : precision;
        return declared with
        {
            SamplesPerPixel = frame.Components.Length,
            BitsAllocated = word,
            BitsStored = stored,
            HighBit = isDeclared && declared.HighBit < precision ? declared.HighBit : stored - 1,
            Format = SampleFormat.Integer,
            Photometric = Photometric(frame, tables, declared.Photometric),
            IsPlanar = false,
        };
    }

    /// <summary>What decoding has to do to the components.</summary>
    public static JpegColorTransform Transform(JpegFrame frame, JpegTables tables, PhotometricInterpretation declared) => frame switch
    {
        { IsLossless: true } or { Components.Length: 1 } => JpegColorTransform.None,
        { Components.Length: 3 } => IsYcbcr(frame, tables, declared) ? JpegColorTransform.YcbcrToRgb : JpegColorTransform.None,
        _ => tables.AdobeTransform == 2 ? JpegColorTransform.YcckToCmyk : JpegColorTransform.None,
    };

    private static PhotometricInterpretation Photometric(JpegFrame frame, JpegTables tables, PhotometricInterpretation declared) => frame.Components.Length switch
    {
        1 => declared is PhotometricInterpretation.Monochrome1 or PhotometricInterpretation.PaletteColor ? declared : PhotometricInterpretation.Monochrome2,
        4 => declared is PhotometricInterpretation.Argb ? declared : PhotometricInterpretation.Cmyk,

        // Lossless components stay what they are; theirs is not the packing of YBR_FULL_422, as each has all of its samples.
        _ when frame.IsLossless => declared switch
        {
            _ when tables.AdobeTransform == 1 => PhotometricInterpretation.YbrFull,
            PhotometricInterpretation.YbrFull or PhotometricInterpretation.Hsv => declared,
            PhotometricInterpretation.YbrFull422 => PhotometricInterpretation.YbrFull,
            _ => PhotometricInterpretation.Rgb,
        },
        _ => PhotometricInterpretation.Rgb,
    };

    // JFIF knows no other colours; Adobe's segment says; components may be named R, G, B. Without any of these the data set is the only witness: RGB there means
    // that no transform was applied, all else that the usual one was.
    private static bool IsYcbcr(JpegFrame frame, JpegTables tables, PhotometricInterpretation declared)
    {
        if (tables.IsJfif) return true;
        if (tables.AdobeTransform is { } transform) return transform != 0;
        if (frame.Components is [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }]) return false;
        return declared != PhotometricInterpretation.Rgb;
    }
}
