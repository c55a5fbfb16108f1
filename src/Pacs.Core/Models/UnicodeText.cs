using System.Text;

namespace Pacs.Core;

/// <summary>Sees to it that a data set made of Unicode text can be written: Specific Character Set (0008,0005) stays as long as it has all characters, else becomes UTF-8.</summary>
internal static class UnicodeText
{
    public static void Settle(DicomDataset dataset, ref FindingList findings)
    {
        if (!CanEncode(dataset))
        {
            if (dataset.Contains(DicomTag.SpecificCharacterSet)) findings.Add(FindingKind.Value, DicomTag.SpecificCharacterSet, 0, "The stated character set lacks characters that the text has; it becomes ISO_IR 192.");
            dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        }

        foreach (ref readonly ElementSlot slot in dataset.SpecialSlots)
        {
            if (slot.Value is not DicomSequence sequence) continue;
            foreach (DicomDataset item in sequence) Settle(item, ref findings);
        }
    }

    private static bool CanEncode(DicomDataset dataset)
    {
        foreach (ref readonly ElementSlot slot in dataset.SpecialSlots)
            if (slot.Value is string text && slot.VR.UsesCharacterSet() && !Ascii.IsValid(text) && !dataset.CharacterSet.CanEncode(text, slot.VR)) return false;
        return true;
    }
}
