using System.Globalization;
using Pacs.Core;

namespace Pacs.Tool;

/// <summary>Sets elements to values as people write them: numbers and tags too, several with backslashes between them.</summary>
internal static class TextValue
{
    /// <summary>Sets the element at a path; sequences and items on the way are made.</summary>
    /// <exception cref="ArgumentException">The path leads to no element, or the value is none of its VR.</exception>
    /// <exception cref="FormatException">A number or tag is none.</exception>
    public static void Set(DicomDataset dataset, DicomPath path, string value)
    {
        DicomVR vr = path.IsItem ? DicomVR.None : VROf(dataset, path);
        switch (vr)
        {
            case DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL or DicomVR.SV: Holder(dataset, path, out DicomTag tag).SetNumbers(tag, vr, Numbers<long>(value, vr)); break;
            case DicomVR.UV: Holder(dataset, path, out tag).SetNumbers(tag, vr, Numbers<ulong>(value, vr)); break;
            case DicomVR.FL or DicomVR.FD: Holder(dataset, path, out tag).SetNumbers(tag, vr, Numbers<double>(value, vr)); break;
            case DicomVR.AT: Holder(dataset, path, out tag).SetTag(tag, [.. Split(value).Select(static text => DicomTag.Parse(text))]); break;
            case DicomVR.SQ: throw new ArgumentException($"It is a sequence: name an element of an item, {path}[0].Keyword.");
            case DicomVR.OB or DicomVR.OW or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV: throw new ArgumentException($"It holds bytes ({vr.ToCode()}), which cannot be given as text.");
            default:
                Check(path, vr, value);
                dataset.Set(path, value);
                break;
        }
    }

    private static DicomVR VROf(DicomDataset dataset, DicomPath path) =>
        dataset.GetElement(path) is { VR: not DicomVR.UN } element ? element.VR : path[^1].PrivateTag is null ? DicomDictionary.Find(path[^1].Tag)?.VR ?? DicomVR.None : DicomVR.None;

    private static DicomDataset Holder(DicomDataset dataset, DicomPath path, out DicomTag tag)
    {
        DicomDataset holder = path.Count == 1 ? dataset : dataset.EnsureItem(new DicomPath(path.Take(path.Count - 1)));
        tag = path[^1].PrivateTag is { } reserved ? holder.ReserveTag(reserved) : path[^1].Tag;
        return holder;
    }

    /// <summary>What is written must be as PS3.5 §6.2 asks; what is read need not be.</summary>
    private static void Check(DicomPath path, DicomVR vr, string value)
    {
        if (path.IsItem || vr == DicomVR.None || value.Length == 0) return;
        var probe = new DicomDataset();
        probe.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        probe.Set(path[^1].Tag, vr, value);
        ValidationFinding? broken = DicomValidator.ValidateElements(probe)
            .FirstOrDefault(finding => finding.Tag == path[^1].Tag && finding.Kind is FindingKind.ValueFormat or FindingKind.ValueLength or FindingKind.Multiplicity or FindingKind.Repertoire);
        if (broken is not null) throw new ArgumentException($"'{value}' is not valid: {broken.Message}");
    }

    private static T[] Numbers<T>(string value, DicomVR vr)
        where T : struct, ISpanParsable<T> =>
        [.. Split(value).Select(text => T.TryParse(text, CultureInfo.InvariantCulture, out T number) ? number : throw new FormatException($"'{text}' is no number, which {vr.ToCode()} holds."))];

    private static string[] Split(string value) => value.Length == 0 ? [] : value.Split('\\', StringSplitOptions.TrimEntries);
}
