using System.Globalization;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Whether an item of a presentation state is about a frame: Referenced Image Sequence (PS3.3 §C.11.11).</summary>
internal static class ImageReferences
{
    /// <summary>Whether the item names the frame. An item without references holds for all images that the state names.</summary>
    /// <param name="item">The item.</param>
    /// <param name="instance">The image; an empty UID is about none that is named.</param>
    /// <param name="frame">From 0.</param>
    public static bool Cover(DicomDataset item, DicomUid instance, int frame) =>
        item.GetSequence(DicomTag.ReferencedImageSequence) is not { Count: > 0 } references || Name(references, instance, frame);

    /// <summary>Whether the references name the frame; those without frame numbers name all of them.</summary>
    public static bool Name(DicomSequence references, DicomUid instance, int frame)
    {
        foreach (DicomDataset reference in references)
        {
            if (reference.GetUid(DicomTag.ReferencedSOPInstanceUID) is not { } uid || uid != instance) continue;
            IReadOnlyList<string> numbers = reference.GetStrings(DicomTag.ReferencedFrameNumber);
            if (numbers.Count == 0 || numbers.Any(number => int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value == frame + 1)) return true;
        }

        return false;
    }
}
