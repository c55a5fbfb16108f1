using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>What an advanced blending presentation state blends, and in which steps (PS3.3 §C.11.33, §C.11.34).</summary>
internal sealed class AdvancedBlending
{
    // More than anybody looks at in one picture; each costs one in memory.
    private const int MaxItems = 64;

    private AdvancedBlending(IReadOnlyList<BlendingInput> inputs, IReadOnlyList<BlendingStep> steps) => (Inputs, Steps) = (inputs, steps);

    /// <summary>The sets of images.</summary>
    public IReadOnlyList<BlendingInput> Inputs { get; }

    /// <summary>The steps; that without a number gives the picture.</summary>
    public IReadOnlyList<BlendingStep> Steps { get; }

    /// <summary>Inputs and steps of a state; null when it is none that blends so.</summary>
    public static AdvancedBlending? Read(DicomDataset state, BulkReader bulk)
    {
        if (state.GetSequence(DicomTag.AdvancedBlendingSequence) is not { Count: > 0 } inputs) return null;
        return new AdvancedBlending(
            [.. inputs.Take(MaxItems).Select(item => new BlendingInput(item, bulk))],
            [.. (state.GetSequence(DicomTag.BlendingDisplaySequence) ?? []).Take(MaxItems).Select(BlendingStep.Read)]);
    }

    /// <summary>The items that hold palettes.</summary>
    public static IEnumerable<DicomDataset> Palettes(DicomDataset state) =>
        (state.GetSequence(DicomTag.AdvancedBlendingSequence) ?? []).SelectMany(static item => item.GetSequence(DicomTag.PaletteColorLookupTableSequence) ?? []);
}
