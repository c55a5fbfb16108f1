namespace Pacs.Imaging;

/// <summary>Letters of five by seven points: ISO 646 and the signs that measurements need. What it does not have is drawn as a box.</summary>
internal static class RasterFont
{
    public const int Width = 5, Height = 7, Advance = 6, LineHeight = 9;

    private const ulong Missing = 0x7E318C63F, Degree = 0x325260000, Micro = 0x00118CF50, PlusMinus = 0x109F2101F, Squared = 0x304470000;

    // 35 points a letter, row by row, the upper left one in bit 34.
    private static readonly ulong[] Letters =
    [
        0x000000000, 0x108421004, 0x294A00000, 0x295F57D4A, 0x11F4717C4, // (space) !"#$
        0x674222173, 0x32544564D, 0x108400000, 0x088842082, 0x208210888, // %&'()
        0x009575480, 0x0084F9080, 0x000001088, 0x0000F8000, 0x00000018C, // *+,-.
        0x042222210, 0x3A33AE62E, 0x11842108E, 0x3A211111F, 0x3A213062E, // /0123
        0x08CA97C42, 0x7E1E0862E, 0x1910F462E, 0x7C2221108, 0x3A317462E, // 45678
        0x3A317844C, 0x018C03180, 0x018C03088, 0x088882082, 0x001F07C00, // 9:;<=
        0x208208888, 0x3A2111004, 0x3A37ADA0E, 0x3A31FC631, 0x7A31F463E, // >?@AB
        0x3A308422E, 0x7A318C63E, 0x7E10F421F, 0x7E10F4210, 0x3A30BC62F, // CDEFG
        0x4631FC631, 0x38842108E, 0x1C4210A4C, 0x4654C5251, 0x42108421F, // HIJKL
        0x4775AC631, 0x4739ACE71, 0x3A318C62E, 0x7A31F4210, 0x3A318D64D, // MNOPQ
        0x7A31F5251, 0x3E107043E, 0x7C8421084, 0x46318C62E, 0x46318A944, // RSTUV
        0x4631AD771, 0x462A22A31, 0x462A21084, 0x7C222221F, 0x39084210E, // WXYZ[
        0x420820821, 0x38421084E, 0x115100000, 0x00000001F, 0x208000000, // \]^_`
        0x000E0BE2F, 0x421E8C63E, 0x000E8422E, 0x042F8C62F, 0x000E8FE0E, // abcde
        0x1928E2108, 0x01F18BC2E, 0x421E8C631, 0x100C2108E, 0x080610A4C, // fghij
        0x4212A6292, 0x30842108E, 0x001AAD6B1, 0x001E8C631, 0x000E8C62E, // klmno
        0x001E8FA10, 0x000F8BC21, 0x0016CC210, 0x000F8383E, 0x211C42126, // pqrst
        0x00118C66D, 0x00118C544, 0x00118D6AA, 0x001151151, 0x00118BC2E, // uvwxy
        0x001F1111F, 0x088441082, 0x108421084, 0x208411088, 0x0008A8800, // z{|}~
    ];

    public static bool IsSet(char letter, int row, int column)
    {
        ulong points = letter switch
        {
            >= ' ' and <= '~' => Letters[letter - ' '],
            '\u00B0' => Degree,
            '\u00B5' or '\u03BC' => Micro,
            '\u00B1' => PlusMinus,
            '\u00B2' => Squared,
            _ => Missing,
        };
        return (points >> (34 - row * Width - column) & 1) != 0;
    }
}
