namespace Pacs.Imaging;

/// <summary>Stored words of 8 or 16 bits to grey bytes along a clamped straight line, in one pass.</summary>
/// <remarks>
/// The result is floor(clamp(scale × code + offset, 0, 255.5)) in single precision; scalar and vector paths do the same operations on each pixel
/// and agree to the bit. Against the same line in double precision a pixel differs by at most one grey level, and only where the exact value is
/// within <see cref="MaxError"/> of the middle between two levels.
/// </remarks>
internal static partial class WindowKernel
{
    /// <summary>How far from the exact value, in grey levels, single precision may be for the lines that <see cref="CanApply"/> accepts.</summary>
    public const double MaxError = 1 / 16.0;

    private const float Top = 255.5f;

    /// <summary>Whether single precision is good enough: |scale| × codes stays below 2^19, where neighbouring floats are 1/32 apart.</summary>
    public static bool CanApply(double scale, double offset, StoredCode code) =>
        Math.Abs(scale) * code.Count < 1 << 19 && Math.Abs(offset) < 1 << 19;

    public static void Scalar(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        for (int i = 0; i < words.Length; i++) grey[i] = Level(code.OfWord(words[i]), scale, offset);
    }

    public static void Scalar(ReadOnlySpan<byte> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        for (int i = 0; i < words.Length; i++) grey[i] = Level(code.OfWord(words[i]), scale, offset);
    }

    // Multiply and add are two roundings, as in the vector path: no fused operation.
    private static byte Level(uint code, float scale, float offset)
    {
        float product = code * scale;
        return (byte)(int)Math.Min(Math.Max(product + offset, 0f), Top);
    }
}
