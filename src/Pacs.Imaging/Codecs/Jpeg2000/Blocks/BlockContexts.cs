using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>
/// A 64-bit word holds all that the coding of a stripe column, four coefficients, looks at: its own state and that of its neighbours.
/// Bits 0 to 17: significance of three columns by six rows, the row above first; bits 18 to 35: their signs; from 36 on, every third bit,
/// whether a coefficient was visited in this bit plane, and from 37 on whether it was refined before. A shift by three so moves on a row.
/// </summary>
internal static class BlockContexts
{
    /// <summary>A bit for each of four rows.</summary>
    public const ulong Rows = 0x249;

    /// <summary>Position of a coefficient's own significance in row 0.</summary>
    public const int Own = 4;

    public const int Sign = 18, Visited = 36, Refined = 37;

    /// <summary>Significance of the eight neighbours of row 0.</summary>
    public const ulong Neighbours = 0x1EF;

    public const ulong Significance = 0x3FFFF;

    private static readonly byte[] ZeroCoding = MakeZeroCoding();
    private static readonly byte[] SignCoding = MakeSignCoding();

    /// <summary>Contexts 0 to 8 by the nine significance bits around a coefficient (ISO/IEC 15444-1 Table D.1).</summary>
    public static ref byte ZeroCodingOf(J2kOrientation orientation) => ref ZeroCoding[512 * (int)orientation];

    /// <summary>Contexts 9 to 13 by <see cref="SignIndex"/>; bit 7 is the XOR bit (Tables D.2 and D.3).</summary>
    public static ref byte SignCodingTable => ref MemoryMarshal.GetArrayDataReference(SignCoding);

    /// <summary>Significance of the four nearest neighbours in the odd bits, their signs in the even ones.</summary>
    public static nint SignIndex(ulong row) => (nint)((row & 0xAA) | ((row >> (Sign + 1)) & 0x55));

    /// <summary>Rows of the column with at least one significant coefficient among it and its neighbours.</summary>
    public static ulong Touched(ulong word)
    {
        ulong any = word & Significance;
        any |= (any >> 1) | (any >> 2);
        return (any | (any >> 3) | (any >> 6)) & Rows;
    }

    /// <summary>Marks a coefficient significant for itself and its eight neighbours.</summary>
    /// <param name="word">The column's word, in an array with a border.</param>
    /// <param name="stride">Words a stripe.</param>
    /// <param name="row">Three times the row in the stripe.</param>
    /// <param name="sign">1 when negative.</param>
    /// <param name="isCausal">Whether the stripe above must not see it.</param>
    /// <returns>What the column's own word gains; the others are changed in place.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mark(ref ulong word, nint stride, int row, ulong sign, bool isCausal)
    {
        ulong bits = 1 | (sign << Sign);
        Unsafe.Add(ref word, -1) |= bits << (row + 5);
        Unsafe.Add(ref word, 1) |= bits << (row + 3);
        if (row == 0 && !isCausal)
        {
            ref ulong above = ref Unsafe.Subtract(ref word, stride);
            Unsafe.Add(ref above, -1) |= bits << 17;
            above |= bits << 16;
            Unsafe.Add(ref above, 1) |= bits << 15;
        }
        else if (row == 9)
        {
            ref ulong below = ref Unsafe.Add(ref word, stride);
            Unsafe.Add(ref below, -1) |= bits << 2;
            below |= bits << 1;
            Unsafe.Add(ref below, 1) |= bits;
        }

        return bits << (row + Own);
    }

    private static byte[] MakeZeroCoding()
    {
        var table = new byte[4 * 512];
        for (int orientation = 0; orientation < 4; orientation++)
            for (int bits = 0; bits < 512; bits++)
            {
                int horizontal = Bit(bits, 3) + Bit(bits, 5), vertical = Bit(bits, 1) + Bit(bits, 7), diagonal = Bit(bits, 0) + Bit(bits, 2) + Bit(bits, 6) + Bit(bits, 8);
                if (orientation == (int)J2kOrientation.HL) (horizontal, vertical) = (vertical, horizontal);
                table[(512 * orientation) + bits] = (byte)(orientation == (int)J2kOrientation.HH ? Diagonal(horizontal + vertical, diagonal) : Straight(horizontal, vertical, diagonal));
            }

        return table;
    }

    private static int Straight(int horizontal, int vertical, int diagonal) => (horizontal, vertical) switch
    {
        (2, _) => 8,
        (1, > 0) => 7,
        (1, 0) => diagonal > 0 ? 6 : 5,
        (0, 2) => 4,
        (0, 1) => 3,
        _ => Math.Min(diagonal, 2),
    };

    private static int Diagonal(int straight, int diagonal) => diagonal switch
    {
        >= 3 => 8,
        2 => straight > 0 ? 7 : 6,
        1 => 3 + Math.Min(straight, 2),
        _ => Math.Min(straight, 2),
    };

    private static byte[] MakeSignCoding()
    {
        var table = new byte[256];
        for (int index = 0; index < 256; index++)
        {
            int vertical = Math.Clamp(Contribution(index, 0) + Contribution(index, 6), -1, 1), horizontal = Math.Clamp(Contribution(index, 2) + Contribution(index, 4), -1, 1);
            bool isFlipped = horizontal < 0 || (horizontal == 0 && vertical < 0);
            if (isFlipped) (horizontal, vertical) = (-horizontal, -vertical);
            int context = horizontal == 0 ? 9 + vertical : 12 + vertical;
            table[index] = (byte)(context | (isFlipped ? 0x80 : 0));
        }

        return table;
    }

    private static int Contribution(int index, int at) => Bit(index, at + 1) == 0 ? 0 : 1 - (2 * Bit(index, at));

    private static int Bit(int value, int at) => (value >> at) & 1;
}
