namespace Pacs.Imaging;

/// <summary>
/// Magnitudes of more bits than the MQ block decoder's words hold: the planes are decoded in two stretches with the same contexts. What the upper
/// one gave is put aside when the lower one begins, which then starts as if the magnitudes were the halves that are left of them.
/// </summary>
internal sealed class MqStretches
{
    /// <summary>Planes of the lower stretch.</summary>
    public const int Lower = MqBlockDecoder.MaxPlanes;

    /// <summary>Planes of both.</summary>
    public const int MaxPlanes = 2 * MqBlockDecoder.MaxPlanes;

    private const uint Magnitude = 0x7FFFFFFF;
    private readonly uint[] _upper = new uint[4096];
    private bool _isLower;

    /// <summary>Starts a block.</summary>
    /// <param name="planes">How many it has.</param>
    public void Start(int planes)
    {
        _isLower = planes <= Lower;
        _upper.AsSpan().Clear();
    }

    /// <summary>The plane within its stretch, for the next pass.</summary>
    /// <param name="plane">The bit plane.</param>
    /// <param name="magnitudes">The decoder's result so far.</param>
    public int Enter(int plane, Span<uint> magnitudes)
    {
        if (plane >= Lower) return plane - Lower;
        if (_isLower) return plane;
        _isLower = true;
        for (int i = 0; i < magnitudes.Length; i++)
        {
            uint value = magnitudes[i];
            if (value == 0) continue;
            // Twice the planes decoded, and the half that stands for those below.
            _upper[i] = (value & ~Magnitude) | ((value & Magnitude) >> 1);
            magnitudes[i] = 1u << Lower;
        }

        return plane;
    }

    /// <summary>Puts the stretches together.</summary>
    /// <param name="magnitudes">The decoder's result.</param>
    /// <param name="wide">Takes them: in halves, bit 63 the sign.</param>
    public void Join(ReadOnlySpan<uint> magnitudes, Span<ulong> wide)
    {
        for (int i = 0; i < magnitudes.Length; i++)
        {
            uint value = magnitudes[i], upper = _upper[i];
            ulong sign = (ulong)((value | upper) >> 31) << 63, magnitude = value & Magnitude;
            wide[i] = sign | (_isLower ? ((ulong)(upper & Magnitude) << (Lower + 1)) | magnitude : magnitude << Lower);
        }
    }
}
