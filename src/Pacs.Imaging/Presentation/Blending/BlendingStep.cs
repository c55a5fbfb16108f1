using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>A step of an advanced blending state: an item of Blending Display Sequence (PS3.3 §C.11.34).</summary>
/// <param name="Inputs">Numbers of inputs, or of the results of other steps, in their order.</param>
/// <param name="IsForeground">Whether the first of two lies over the second (FOREGROUND); else all that are seen count alike (EQUAL).</param>
/// <param name="Opacity">What the first counts in the former.</param>
/// <param name="Number">The number of the result; null for the picture itself.</param>
internal sealed record BlendingStep(IReadOnlyList<int> Inputs, bool IsForeground, double Opacity, int? Number)
{
    /// <exception cref="DicomImageException">The step cannot be carried out.</exception>
    public static BlendingStep Read(DicomDataset item)
    {
        int[] inputs = [.. (item.GetSequence(DicomTag.BlendingDisplayInputSequence) ?? []).Take(64).Select(static input => input.GetInt32(DicomTag.BlendingInputNumber)).OfType<int>()];
        string? mode = item.GetString(DicomTag.BlendingMode);
        if (mode is not ("EQUAL" or "FOREGROUND")) throw new DicomImageException($"Blending Mode is {mode ?? "missing"}; EQUAL and FOREGROUND are defined (PS3.3 §C.11.34).");
        bool isForeground = mode == "FOREGROUND";
        if (inputs.Length == 0 || (isForeground && inputs.Length != 2)) throw new DicomImageException($"A step of mode {mode} has {inputs.Length} inputs.");
        double opacity = item.GetDouble(DicomTag.RelativeOpacity) is >= 0 and <= 1 and var said ? said
            : isForeground ? throw new DicomImageException("A step of mode FOREGROUND has no Relative Opacity from 0 to 1.") : 1;
        return new BlendingStep(inputs, isForeground, opacity, item.GetInt32(DicomTag.BlendingInputNumber));
    }
}
