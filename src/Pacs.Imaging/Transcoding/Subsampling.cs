namespace Pacs.Imaging;

/// <summary>Gives each pixel its own chrominance, for codecs that hold all samples of a pixel.</summary>
internal static class Subsampling
{
    /// <summary>Makes YBR_FULL of YBR_FULL_422: two pixels Y Y Cb Cr become Y Cb Cr, Y Cb Cr (PS3.3 §C.7.6.3.1.2).</summary>
    public static PixelFrame Expand(PixelFrame shared)
    {
        if (shared.Layout.BitsAllocated != 8) throw new DicomImageException($"{shared.Layout.Photometric.ToTerm()} with {shared.Layout.BitsAllocated} bits allocated; 8 are defined.");
        // A term for BT.601 with each pixel's own chrominance does not exist.
        if (shared.Layout.Photometric != PhotometricInterpretation.YbrFull422) throw new DicomImageException($"{shared.Layout.Photometric.ToTerm()} cannot be compressed as it is: there is no term for it with all its chrominance.");
        var whole = PixelFrame.Rent(shared.Layout with { Photometric = PhotometricInterpretation.YbrFull });
        ReadOnlySpan<byte> from = shared.Bytes;
        Span<byte> to = whole.Bytes;
        for (int i = 0, o = 0; i + 3 < from.Length; i += 4, o += 6)
        {
            (to[o], to[o + 1], to[o + 2]) = (from[i], from[i + 2], from[i + 3]);
            (to[o + 3], to[o + 4], to[o + 5]) = (from[i + 1], from[i + 2], from[i + 3]);
        }

        return whole;
    }
}
