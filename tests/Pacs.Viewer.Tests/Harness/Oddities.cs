using System.Globalization;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Viewer.Tests.Harness;

/// <summary>Studies as no textbook has them: each is legal, or nearly so, and some scanner sends it.</summary>
internal static class Oddities
{
    private const int Side = 64;

    /// <summary>An enhanced MR of three frames, each with a window of its own (PS3.3 §C.7.6.16.2.10).</summary>
    public static DicomDataset WindowPerFrame(DicomUid study, string patientId)
    {
        DicomDataset image = Phantoms.Image(DicomUid.EnhancedMRImageStorage, "MR", study, DicomUid.NewUid(), patientId, 1, Side, Side);
        image.Set(DicomTag.NumberOfFrames, "3");
        image.Set(DicomTag.PerFrameFunctionalGroupsSequence, new DicomSequence([.. Enumerable.Range(1, 3).Select(frame => Item(group =>
            group.Set(DicomTag.FrameVOILUTSequence, new DicomSequence(Item(window => { window.Set(DicomTag.WindowCenter, Text(frame * 500)); window.Set(DicomTag.WindowWidth, Text(frame * 400)); })))))]));
        ushort[] pixels = [.. Enumerable.Range(0, 3).SelectMany(frame => Ramp(frame * 500))];
        Phantoms.Pixels(image, "MONOCHROME2", 16, isSigned: false, MemoryMarshal.AsBytes<ushort>(pixels));
        return image;
    }

    /// <summary>A secondary capture without spacing, window or patient ID, with texts as long as their VR allows.</summary>
    public static DicomDataset LongTextsNoIdentity(DicomUid study)
    {
        DicomDataset image = Gray(study, "", 1);
        image.Set(DicomTag.PatientName, $"{new string('L', 60)}^{new string('G', 60)}^{new string('M', 60)}");
        image.Set(DicomTag.StudyDescription, string.Join(' ', Enumerable.Repeat("description", 5)));
        image.Set(DicomTag.SeriesDescription, new string('S', 64));
        image.Set(DicomTag.AccessionNumber, new string('9', 16));
        return image;
    }

    /// <summary>A name in ideographs, phonetic script and Latin letters, or one that runs from right to left.</summary>
    public static DicomDataset Named(DicomUid study, string patientId, string name)
    {
        DicomDataset image = Gray(study, patientId, 1);
        image.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        image.Set(DicomTag.PatientName, name);
        return image;
    }

    /// <summary>Polarity by Presentation LUT Shape and a sigmoid window (PS3.3 §C.11.2.1.3.1, §C.11.6).</summary>
    public static DicomDataset InverseSigmoid(DicomUid study, string patientId)
    {
        DicomDataset image = Phantoms.Image(DicomUid.DigitalXRayImageStorageForPresentation, "DX", study, DicomUid.NewUid(), patientId, 1, Side, Side);
        image.Set(DicomTag.WindowCenter, "1000");
        image.Set(DicomTag.WindowWidth, "800");
        image.Set(DicomTag.VOILUTFunction, "SIGMOID");
        image.Set(DicomTag.PresentationLUTShape, "INVERSE");
        Phantoms.Pixels(image, "MONOCHROME1", 12, isSigned: false, MemoryMarshal.AsBytes<ushort>(Ramp(0)));
        return image;
    }

    /// <summary>Many series of one small image each.</summary>
    public static IEnumerable<DicomDataset> ManySeries(DicomUid study, string patientId, int count)
    {
        for (int number = 1; number <= count; number++)
        {
            DicomDataset image = Gray(study, patientId, 1);
            image.Set(DicomTag.SeriesNumber, Text(number));
            image.Set(DicomTag.SeriesDescription, $"Series {Text(number)}");
            yield return image;
        }
    }

    private static DicomDataset Gray(DicomUid study, string patientId, int number)
    {
        DicomDataset image = Phantoms.Image(DicomUid.SecondaryCaptureImageStorage, "OT", study, DicomUid.NewUid(), patientId, number, Side, Side);
        Phantoms.Pixels(image, "MONOCHROME2", 16, isSigned: false, MemoryMarshal.AsBytes<ushort>(Ramp(0)));
        return image;
    }

    // From dark to bright along the rows.
    private static ushort[] Ramp(int least) => [.. Enumerable.Range(0, Side * Side).Select(i => (ushort)(least + i % Side * 32))];

    private static DicomDataset Item(Action<DicomDataset> fill)
    {
        var item = new DicomDataset();
        fill(item);
        return item;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
