namespace Pacs.Imaging;

/// <summary>
/// Where the value stands within a stored word, and its code: the value less the least one that the bits can hold. Codes are unsigned and ordered as
/// values are, so that one kernel and one table serve signed and unsigned samples; bits outside Bits Stored (overlays, old files) are dropped.
/// </summary>
internal readonly record struct StoredCode
{
    private StoredCode(int shift, uint mask, uint flip) => (Shift, Mask, Flip) = (shift, mask, flip);

    /// <summary>Bits below the value.</summary>
    public int Shift { get; }

    /// <summary>Bits of the value, after the shift.</summary>
    public uint Mask { get; }

    /// <summary>The sign bit of signed samples, inverted so that order is kept; 0 for unsigned ones.</summary>
    public uint Flip { get; }

    /// <summary>The stored value whose code is 0.</summary>
    public double Minimum => -(double)Flip;

    /// <summary>Number of codes.</summary>
    public long Count => (long)Mask + 1;

    /// <summary>The code space of integer samples of up to 32 bits.</summary>
    public static StoredCode Of(PixelLayout layout)
    {
        int allocated = Math.Clamp(layout.BitsAllocated, 1, 32);
        int bits = Math.Clamp(layout.BitsStored, 1, allocated);
        // High Bit says where the value stands; where it cannot be true the value is taken to begin at bit 0.
        int shift = layout.HighBit >= bits - 1 && layout.HighBit < allocated ? layout.HighBit + 1 - bits : 0;
        return new StoredCode(shift, uint.MaxValue >> (32 - bits), layout.IsSigned ? 1u << (bits - 1) : 0);
    }

    /// <summary>The code of a stored word.</summary>
    public uint OfWord(uint word) => ((word >> Shift) & Mask) ^ Flip;

    /// <summary>The stored value of a code.</summary>
    public double ValueOf(uint code) => code + Minimum;

    /// <summary>The code of a stored value; null when it is none of the code space.</summary>
    public uint? OfValue(double value) => value - Minimum is var code and >= 0 && code <= Mask ? (uint)code : null;
}
