using System.Globalization;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Makes the data set say what was lost and where it comes from (PS3.3 §C.7.6.1.1.5, §C.12.4).</summary>
internal static class LossHistory
{
    private const int LongestShortText = 1024;

    /// <summary>Bytes of all frames: decoded, as they were, as they are.</summary>
    public readonly record struct Sizes(long Native, long Source, long Target);

    /// <summary>Notes a loss that happened before and was not noted, and one that happened now.</summary>
    public static void Apply(DicomDataset dataset, DicomFile source, TransferSyntax target, Sizes sizes, TranscodeOptions options)
    {
        // A lossy stream may be all that says so; once decoded, nothing would.
        bool wasLossy = dataset.GetString(DicomTag.LossyImageCompression) == "01";
        if (!wasLossy && IsCertainlyLossy(source.TransferSyntax)) Note(dataset, source.TransferSyntax, sizes.Native, sizes.Source);
        bool loses = SyntaxFit.Loses(target, options.Encoding);
        if (!loses && options.Reductions == 0) return;
        if (options.Reductions > 0) Describe(dataset, string.Create(CultureInfo.InvariantCulture, $"Reduced to 1/{1L << options.Reductions} of its rows and columns"), Code("113085", "Spatial resampling"));
        if (loses) Describe(dataset, $"Lossy compression, {target}, ratio {Note(dataset, target, sizes.Native, sizes.Target)}", Code("113040", "Lossy Compression"));
        MarkDerived(dataset, DicomTag.ImageType);
        MarkFramesDerived(dataset);
        AddSource(dataset, source.Id, options.Reductions > 0 ? Code("121322", "Source image for image processing operation") : Code("121320", "Uncompressed predecessor"));
        dataset.Set(DicomTag.SOPInstanceUID, options.NewInstanceUid(source.Id.SopInstance));
    }

    // Syntaxes that allow both exist; only of these it is known.
    private static bool IsCertainlyLossy(TransferSyntax syntax) => syntax == TransferSyntax.JPEGBaseline8Bit || syntax == TransferSyntax.JPEGExtended12Bit;

    private static string Note(DicomDataset dataset, TransferSyntax syntax, long native, long encoded)
    {
        string ratio = Math.Max(0.01, (double)native / Math.Max(1, encoded)).ToString("0.##", CultureInfo.InvariantCulture);
        dataset.Set(DicomTag.LossyImageCompression, "01");
        // One value a step of the history, in step with each other.
        dataset.Set(DicomTag.LossyImageCompressionRatio, [.. dataset.GetStrings(DicomTag.LossyImageCompressionRatio), ratio]);
        dataset.Set(DicomTag.LossyImageCompressionMethod, [.. dataset.GetStrings(DicomTag.LossyImageCompressionMethod), MethodOf(syntax)]);
        return ratio;
    }

    // Defined terms of Lossy Image Compression Method (PS3.3 §C.7.6.1.1.5.1).
    private static string MethodOf(TransferSyntax syntax) =>
        syntax == TransferSyntax.JPEGLSNearLossless ? "ISO_14495_1"
        : syntax == TransferSyntax.JPEG2000 || syntax == TransferSyntax.JPEG2000MC ? "ISO_15444_1"
        : syntax == TransferSyntax.HTJ2K ? "ISO_15444_15"
        : syntax == TransferSyntax.JPEGXL || syntax == TransferSyntax.JPEGXLJPEGRecompression ? "ISO_18181_1"
        : "ISO_10918_1";

    private static void MarkDerived(DicomDataset dataset, DicomTag tag)
    {
        IReadOnlyList<string> type = dataset.GetStrings(tag);
        dataset.Set(tag, type.Count < 2 ? ["DERIVED", "PRIMARY"] : ["DERIVED", .. type.Skip(1)]);
    }

    // Enhanced objects repeat the type for each frame, in a sequence that each modality names otherwise (PS3.3 §C.8.16.1).
    private static void MarkFramesDerived(DicomDataset dataset)
    {
        foreach (DicomTag groups in (ReadOnlySpan<DicomTag>)[DicomTag.SharedFunctionalGroupsSequence, DicomTag.PerFrameFunctionalGroupsSequence])
        {
            foreach (DicomDataset item in dataset.GetSequence(groups) ?? [])
            {
                foreach (DicomElement element in item.ToArray())
                    if (element.GetSequence() is { Count: > 0 } macro && macro[0].Contains(DicomTag.FrameType)) MarkDerived(macro[0], DicomTag.FrameType);
            }
        }
    }

    private static void Describe(DicomDataset dataset, string step, DicomDataset code)
    {
        string before = dataset.GetString(DicomTag.DerivationDescription) is { } text ? $"{text}; " : "";
        if (before.Length + step.Length <= LongestShortText) dataset.Set(DicomTag.DerivationDescription, before + step);
        dataset.Set(DicomTag.DerivationCodeSequence, Appended(dataset, DicomTag.DerivationCodeSequence, code));
    }

    private static void AddSource(DicomDataset dataset, InstanceId source, DicomDataset purpose)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSOPClassUID, source.SopClass);
        item.Set(DicomTag.ReferencedSOPInstanceUID, source.SopInstance);
        item.Set(DicomTag.PurposeOfReferenceCodeSequence, new DicomSequence(purpose));
        dataset.Set(DicomTag.SourceImageSequence, Appended(dataset, DicomTag.SourceImageSequence, item));
    }

    private static DicomSequence Appended(DicomDataset dataset, DicomTag tag, DicomDataset item) =>
        new([.. (dataset.GetSequence(tag) ?? []).Select(static before => before.Copy()), item]);

    private static DicomDataset Code(string value, string meaning)
    {
        var code = new DicomDataset();
        code.Set(DicomTag.CodeValue, value);
        code.Set(DicomTag.CodingSchemeDesignator, "DCM");
        code.Set(DicomTag.CodeMeaning, meaning);
        return code;
    }
}
