using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>How stored values become voxels of 16 bits.</summary>
/// <remarks>
/// Where all slices share one rescale line and 16 bits hold the stored values, voxels are the stored values and nothing is lost. Otherwise
/// (PET with a slope a slice, tables, 32-bit and float pixels) modality values are spread over 65535 steps: the error is half a step.
/// </remarks>
internal sealed class VoxelMapping
{
    private readonly bool _isDirect;
    private readonly int _bias;

    private VoxelMapping(bool isDirect, int bias, double slope, double intercept) => (_isDirect, _bias, Slope, Intercept) = (isDirect, bias, slope, intercept);

    public double Slope { get; }

    public double Intercept { get; }

    /// <summary>The mapping for stored values themselves; null where they do not fit.</summary>
    public static VoxelMapping? Direct(IReadOnlyList<(PixelLayout Layout, ModalityTransform Modality)> frames)
    {
        ModalityTransform first = frames[0].Modality;
        bool isWide = false;
        foreach ((PixelLayout layout, ModalityTransform modality) in frames)
        {
            if (layout.Format != SampleFormat.Integer || layout.BitsAllocated is not (8 or 16) || modality.Table is not null) return null;
            if (modality.Slope != first.Slope || modality.Intercept != first.Intercept) return null;
            isWide |= !layout.IsSigned && layout.BitsStored == 16;
        }

        if (!IsUsable(first.Slope, first.Intercept)) return null;
        foreach ((PixelLayout layout, _) in frames)
            if (isWide && layout.IsSigned) return null;
        int bias = isWide ? 32768 : 0;
        return new VoxelMapping(true, bias, first.Slope, first.Intercept + first.Slope * bias);
    }

    /// <summary>The mapping for a range of modality values.</summary>
    /// <exception cref="DicomImageException">The range is not finite.</exception>
    public static VoxelMapping Spread(double low, double high)
    {
        if (!double.IsFinite(high - low) || high < low) throw new DicomImageException($"Modality values from {low:G6} to {high:G6} cannot be kept.");
        double slope = high > low ? (high - low) / 65534 : 1;
        return new VoxelMapping(false, 0, slope, low + 32767 * slope);
    }

    /// <summary>The range of modality values that stored bits can say; null for wide and float samples, whose values must be looked at.</summary>
    public static (double Low, double High)? RangeOf(PixelLayout layout, ModalityTransform modality)
    {
        if (layout.Format != SampleFormat.Integer || layout.BitsAllocated > 16) return null;
        if (modality.Table is { } table)
        {
            ReadOnlySpan<ushort> entries = table.Entries;
            ushort low = ushort.MaxValue, high = 0;
            foreach (ushort entry in entries) (low, high) = (Math.Min(low, entry), Math.Max(high, entry));
            return (low, high);
        }

        StoredCode code = StoredCode.Of(layout);
        double a = modality.Apply(code.Minimum), b = modality.Apply(code.ValueOf(code.Mask));
        return (Math.Min(a, b), Math.Max(a, b));
    }

    /// <summary>Fills one slice.</summary>
    public void Map(PixelFrame frame, ModalityTransform modality, Span<short> voxels)
    {
        using var samples = new SampleBuffer(frame);
        if (samples.Count != voxels.Length) throw new DicomImageException($"A slice of {samples.Count} pixels is among slices of {voxels.Length}.");
        if (_isDirect && samples.WordSize == 2) MapWords(samples.Words, samples.Code, voxels);
        else if (_isDirect) MapBytes(samples.Bytes[..samples.Count], samples.Code, voxels);
        else
            for (int i = 0; i < voxels.Length; i++) voxels[i] = (short)Math.Clamp(Math.Round((modality.Apply(samples[i]) - Intercept) / Slope), -32767, 32767);
    }

    private void MapWords(ReadOnlySpan<ushort> words, StoredCode code, Span<short> voxels)
    {
        // Whole words are what they say already.
        if (code.Mask == ushort.MaxValue && _bias == 0)
        {
            MemoryMarshal.Cast<ushort, short>(words).CopyTo(voxels);
            return;
        }

        int minimum = (int)code.Minimum - _bias;
        for (int i = 0; i < words.Length; i++) voxels[i] = (short)((int)code.OfWord(words[i]) + minimum);
    }

    private void MapBytes(ReadOnlySpan<byte> bytes, StoredCode code, Span<short> voxels)
    {
        int minimum = (int)code.Minimum - _bias;
        for (int i = 0; i < bytes.Length; i++) voxels[i] = (short)((int)code.OfWord(bytes[i]) + minimum);
    }

    private static bool IsUsable(double slope, double intercept) => double.IsFinite(intercept) && double.IsFinite(slope) && slope != 0;
}
