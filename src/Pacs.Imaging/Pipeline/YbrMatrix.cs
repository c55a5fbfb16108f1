namespace Pacs.Imaging;

/// <summary>A colour transform from luminance and chrominance to red, green and blue, in fixed point of 16 fraction bits (PS3.3 §C.7.6.3.1.2).</summary>
/// <param name="Black">The luminance of black.</param>
/// <param name="Y">What luminance counts, in every component.</param>
/// <param name="RedCr">What Cr - 128 adds to red.</param>
/// <param name="GreenCb">What Cb - 128 adds to green.</param>
/// <param name="GreenCr">What Cr - 128 adds to green.</param>
/// <param name="BlueCb">What Cb - 128 adds to blue.</param>
internal readonly record struct YbrMatrix(int Black, int Y, int RedCr, int GreenCb, int GreenCr, int BlueCb)
{
    /// <summary>YBR_FULL and YBR_FULL_422: R = Y + 1.402 Cr, G = Y - 0.344136 Cb - 0.714136 Cr, B = Y + 1.772 Cb.</summary>
    public static YbrMatrix Full { get; } = new(0, 65536, 91881, -22553, -46802, 116130);

    /// <summary>YBR_PARTIAL_422: luminance from 16 to 235, chrominance from 16 to 240 (ITU-R BT.601).</summary>
    public static YbrMatrix Partial { get; } = new(16, 76309, 104597, -25675, -53279, 132201);
}
