using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Makes the Image Pixel module say what the new frames are (PS3.3 §C.7.6.3). What still holds is not touched.</summary>
internal static class PixelAttributes
{
    public static void Apply(DicomDataset dataset, PixelLayout declared, PixelLayout actual, int frames)
    {
        if (actual.Photometric != declared.Photometric) dataset.Set(DicomTag.PhotometricInterpretation, actual.Photometric.ToTerm());
        if (actual.SamplesPerPixel != declared.SamplesPerPixel) dataset.SetUInt16(DicomTag.SamplesPerPixel, (ushort)actual.SamplesPerPixel);
        if (actual.SamplesPerPixel > 1) SetIfOther(dataset, DicomTag.PlanarConfiguration, actual.IsPlanar ? 1 : 0);
        else dataset.Remove(DicomTag.PlanarConfiguration);
        SetIfOther(dataset, DicomTag.BitsAllocated, actual.BitsAllocated);
        SetIfOther(dataset, DicomTag.BitsStored, actual.BitsStored);
        SetIfOther(dataset, DicomTag.HighBit, actual.HighBit);
        SetIfOther(dataset, DicomTag.PixelRepresentation, actual.IsSigned ? 1 : 0);
        if (dataset.GetInt32(DicomTag.NumberOfFrames) is { } stated && stated != frames) dataset.SetInt32(DicomTag.NumberOfFrames, frames);
    }

    private static void SetIfOther(DicomDataset dataset, DicomTag tag, int value)
    {
        if (dataset.GetInt32(tag) != value) dataset.SetUInt16(tag, (ushort)value);
    }
}
