using System.Globalization;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>The texts in the four corners of a picture; line ends begin new lines, empty texts are not drawn.</summary>
/// <param name="UpperLeft">Usually the patient.</param>
/// <param name="UpperRight">Usually the study.</param>
/// <param name="LowerLeft">Usually the series and the image in it.</param>
/// <param name="LowerRight">Usually how the picture was made.</param>
public sealed record CornerTexts(string UpperLeft, string UpperRight, string LowerLeft, string LowerRight)
{
    /// <summary>What a data set says of patient, study, series and frame.</summary>
    public static CornerTexts Of(FrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        DicomDataset dataset = source.Dataset;
        FrameAttributes frame = FrameAttributes.Of(dataset, source.Frame);
        return new CornerTexts(
            Lines(Name(dataset), Labelled("ID ", dataset.GetString(DicomTag.PatientID)), Words(Date(dataset, DicomTag.PatientBirthDate), dataset.GetString(DicomTag.PatientSex), Age(dataset))),
            Lines(dataset.GetString(DicomTag.InstitutionName), dataset.GetString(DicomTag.StudyDescription), Words(Date(dataset, DicomTag.StudyDate), Time(dataset)), Labelled("Acc ", dataset.GetString(DicomTag.AccessionNumber))),
            Lines(dataset.GetString(DicomTag.SeriesDescription), Words(Labelled("Se ", dataset.GetString(DicomTag.SeriesNumber)), Labelled("Im ", dataset.GetString(DicomTag.InstanceNumber)), FrameOf(source)), Slice(dataset, frame)),
            Lines(Dose(dataset), Loss(dataset)));
    }

    private static string? Name(DicomDataset dataset)
    {
        // Family, given; the ideographic and phonetic groups follow the alphabetic one (PS3.5 §6.2.1.1).
        if (dataset.GetString(DicomTag.PatientName) is not { Length: > 0 } name) return null;
        IEnumerable<string> groups = name.Split('=').Select(static group => string.Join(", ", group.Split('^').Take(2).Where(static part => part.Length > 0))).Where(static group => group.Length > 0);
        return string.Join(" = ", groups.Take(2));
    }

    private static string? Age(DicomDataset dataset) =>
        dataset.GetString(DicomTag.PatientAge) is [_, _, _, _] age && int.TryParse(age.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? $"{number} {age[3]}" : null;

    private static string? Date(DicomDataset dataset, DicomTag tag) =>
        dataset.GetString(tag) is { Length: 8 } date ? $"{date[..4]}-{date[4..6]}-{date[6..]}" : null;

    private static string? Time(DicomDataset dataset) => dataset.GetString(DicomTag.StudyTime) is { Length: >= 4 } time ? $"{time[..2]}:{time[2..4]}" : null;

    private static string? FrameOf(FrameSource source) =>
        source.Dataset.GetInt32(DicomTag.NumberOfFrames) is > 1 and var count ? string.Create(CultureInfo.InvariantCulture, $"Fr {source.Frame + 1}/{count}") : null;

    private static string? Slice(DicomDataset dataset, FrameAttributes frame)
    {
        double? thickness = frame.PixelMeasures.GetDouble(DicomTag.SliceThickness), location = dataset.GetDouble(DicomTag.SliceLocation);
        return Words(
            location is { } at ? string.Create(CultureInfo.InvariantCulture, $"Pos {at:0.0} mm") : null,
            thickness is > 0 ? string.Create(CultureInfo.InvariantCulture, $"Thk {thickness:0.0#} mm") : null);
    }

    private static string? Dose(DicomDataset dataset) => Words(
        dataset.GetDouble(DicomTag.KVP) is > 0 and var kv ? string.Create(CultureInfo.InvariantCulture, $"{kv:0} kV") : null,
        dataset.GetDouble(DicomTag.XRayTubeCurrent) is > 0 and var current ? string.Create(CultureInfo.InvariantCulture, $"{current:0} mA") : null,
        dataset.GetDouble(DicomTag.RepetitionTime) is > 0 and var repetition ? string.Create(CultureInfo.InvariantCulture, $"TR {repetition:0.#}") : null,
        dataset.GetDouble(DicomTag.EchoTime) is > 0 and var echo ? string.Create(CultureInfo.InvariantCulture, $"TE {echo:0.#}") : null);

    // Who reads a picture must know that something was lost (PS3.3 §C.7.6.1.1.5).
    private static string? Loss(DicomDataset dataset)
    {
        if (dataset.GetString(DicomTag.LossyImageCompression) != "01") return null;
        double ratio = dataset.GetDoubles(DicomTag.LossyImageCompressionRatio).Where(static value => value > 0).Aggregate(1.0, static (product, value) => product * value);
        return ratio > 1 ? string.Create(CultureInfo.InvariantCulture, $"lossy {ratio:0.#}:1") : "lossy";
    }

    private static string? Labelled(string label, string? text) => text is { Length: > 0 } ? label + text : null;

    private static string? Words(params string?[] parts) => string.Join("  ", parts.Where(static part => part is { Length: > 0 })) is { Length: > 0 } text ? text : null;

    private static string Lines(params string?[] lines) => string.Join('\n', lines.Where(static line => line is { Length: > 0 }));
}
