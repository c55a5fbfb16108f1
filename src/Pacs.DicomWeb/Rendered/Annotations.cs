using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Texts in the corners of a picture (PS3.18 §8.3.5.1.1): who it is, and how it was made.</summary>
internal static class Annotations
{
    private const double Margin = 0.01;

    public static IReadOnlyList<GraphicText> Make(DicomDataset header, int frame, RenderParameters parameters, DisplayAttributes attributes)
    {
        var texts = new List<GraphicText>();
        if (parameters.ShowsPatient) Add(texts, Patient(header), TextAlignment.Left);
        if (parameters.ShowsTechnique) Add(texts, Technique(header, frame, parameters, attributes), TextAlignment.Right);
        return texts;
    }

    private static void Add(List<GraphicText> texts, IEnumerable<string?> lines, TextAlignment alignment)
    {
        string text = string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)));
        if (text.Length > 0) texts.Add(new GraphicText(text, Margin, Margin) { Units = GraphicUnits.Display, Corner = (1 - Margin, 1 - Margin), Alignment = alignment });
    }

    private static IEnumerable<string?> Patient(DicomDataset header)
    {
        yield return header.GetString(DicomTag.PatientName)?.Split('=')[0].Replace('^', ' ').Trim();
        yield return header.GetString(DicomTag.PatientID);
        yield return Join(Date(header.GetString(DicomTag.PatientBirthDate)), header.GetString(DicomTag.PatientSex));
        yield return Join(Date(header.GetString(DicomTag.StudyDate)), header.GetString(DicomTag.StudyDescription));
        yield return Join(header.GetString(DicomTag.InstitutionName), header.GetString(DicomTag.AccessionNumber));
    }

    private static IEnumerable<string?> Technique(DicomDataset header, int frame, RenderParameters parameters, DisplayAttributes attributes)
    {
        yield return Join(header.GetString(DicomTag.Modality), header.GetString(DicomTag.SeriesDescription));
        yield return Join(With("Se ", header.GetString(DicomTag.SeriesNumber)), With("Im ", header.GetString(DicomTag.InstanceNumber)), frame > 0 ? string.Create(CultureInfo.InvariantCulture, $"Fr {frame + 1}") : null);
        yield return Join(Unit(header.GetString(DicomTag.KVP), "kV"), Unit(header.GetString(DicomTag.XRayTubeCurrent), "mA"), Unit(header.GetString(DicomTag.Exposure), "mAs"));
        yield return Join(With("TR ", header.GetString(DicomTag.RepetitionTime)), With("TE ", header.GetString(DicomTag.EchoTime)));
        yield return Join(Unit(header.GetString(DicomTag.SliceThickness), "mm"), With("Pos ", header.GetString(DicomTag.SliceLocation)));
        VoiWindow? window = parameters.Window ?? (attributes.Windows.Count > 0 ? attributes.Windows[0] : null);
        if (window is not null) yield return string.Create(CultureInfo.InvariantCulture, $"W {window.Width:0.##} L {window.Center:0.##}");
        if (header.GetString(DicomTag.LossyImageCompression) == "01") yield return "lossy compressed";
    }

    private static string? Date(string? text) => text is { Length: 8 } ? $"{text[..4]}-{text[4..6]}-{text[6..]}" : text;

    private static string? Unit(string? text, string unit) => string.IsNullOrWhiteSpace(text) ? null : $"{text.Trim()} {unit}";

    private static string? With(string prefix, string? text) => string.IsNullOrWhiteSpace(text) ? null : prefix + text.Trim();

    private static string Join(params IEnumerable<string?> parts) => string.Join("  ", parts.Where(p => !string.IsNullOrWhiteSpace(p)));
}
