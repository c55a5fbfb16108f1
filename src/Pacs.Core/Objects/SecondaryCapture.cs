using System.Globalization;
using System.Runtime.InteropServices;

namespace Pacs.Core;

/// <summary>Makes Secondary Capture images of pixels (PS3.3 §A.8): of one frame the plain class, of several the multi-frame class that fits.</summary>
/// <remarks>The data sets are complete and native; save them with <see cref="DicomFile"/>.</remarks>
public static class SecondaryCapture
{
    /// <summary>Makes an image of 8-bit gray values, 0 black.</summary>
    /// <param name="context">Patient, study and series.</param>
    /// <param name="pixels">[frames, rows, columns]; the number of frames follows from the length. Copied.</param>
    /// <param name="rows">Rows of a frame, 1 to 65535.</param>
    /// <param name="columns">Columns of a frame, 1 to 65535.</param>
    /// <param name="options">Further attributes.</param>
    /// <exception cref="ArgumentException">The length is no whole number of frames.</exception>
    public static DicomDataset FromGrayscale8(ObjectContext context, ReadOnlySpan<byte> pixels, int rows, int columns, SecondaryCaptureOptions? options = null)
    {
        int frames = Frames(pixels.Length, rows, columns, samples: 1);
        DicomDataset dataset = Begin(context, frames, DicomUid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage, options ??= new());
        SetLayout(dataset, "MONOCHROME2", rows, columns, samples: 1, bitsAllocated: 8, bitsStored: 8);
        return Finish(dataset, frames, options, pixels, DicomVR.OB);
    }

    /// <summary>Makes an image of gray values of up to 16 bits, 0 black.</summary>
    /// <param name="context">Patient, study and series.</param>
    /// <param name="pixels">[frames, rows, columns]; the number of frames follows from the length. Copied.</param>
    /// <param name="rows">Rows of a frame, 1 to 65535.</param>
    /// <param name="columns">Columns of a frame, 1 to 65535.</param>
    /// <param name="bitsStored">Bits that count, 9 to 16; no value may need more.</param>
    /// <param name="options">Further attributes.</param>
    /// <exception cref="ArgumentException">The length is no whole number of frames, or a value needs more than <paramref name="bitsStored"/> bits.</exception>
    public static DicomDataset FromGrayscale16(ObjectContext context, ReadOnlySpan<ushort> pixels, int rows, int columns, int bitsStored = 16, SecondaryCaptureOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitsStored, 9);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitsStored, 16);
        if (bitsStored < 16 && pixels.ContainsAnyExceptInRange((ushort)0, (ushort)((1 << bitsStored) - 1))) throw new ArgumentException($"A value needs more than {bitsStored} bits.", nameof(pixels));
        int frames = Frames(pixels.Length, rows, columns, samples: 1);
        DicomDataset dataset = Begin(context, frames, DicomUid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage, options ??= new());
        SetLayout(dataset, "MONOCHROME2", rows, columns, samples: 1, bitsAllocated: 16, bitsStored);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(pixels);
        if (BitConverter.IsLittleEndian) return Finish(dataset, frames, options, bytes, DicomVR.OW);
        byte[] swapped = bytes.ToArray();
        ByteOrder.Swap(swapped, 2);
        return Finish(dataset, frames, options, swapped, DicomVR.OW);
    }

    /// <summary>Makes a colour image of bytes in the order red, green, blue.</summary>
    /// <param name="context">Patient, study and series.</param>
    /// <param name="pixels">[frames, rows, columns, 3]; the number of frames follows from the length. Copied.</param>
    /// <param name="rows">Rows of a frame, 1 to 65535.</param>
    /// <param name="columns">Columns of a frame, 1 to 65535.</param>
    /// <param name="options">Further attributes.</param>
    /// <exception cref="ArgumentException">The length is no whole number of frames.</exception>
    public static DicomDataset FromRgb(ObjectContext context, ReadOnlySpan<byte> pixels, int rows, int columns, SecondaryCaptureOptions? options = null)
    {
        int frames = Frames(pixels.Length, rows, columns, samples: 3);
        DicomDataset dataset = Begin(context, frames, DicomUid.MultiFrameTrueColorSecondaryCaptureImageStorage, options ??= new());
        SetLayout(dataset, "RGB", rows, columns, samples: 3, bitsAllocated: 8, bitsStored: 8);
        dataset.SetUInt16(DicomTag.PlanarConfiguration, 0);
        return Finish(dataset, frames, options, pixels, DicomVR.OB);
    }

    private static int Frames(int length, int rows, int columns, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, ushort.MaxValue);
        long frame = (long)rows * columns * samples;
        if (length == 0 || length % frame != 0) throw new ArgumentException($"{length} samples are no whole number of frames of {rows} x {columns} x {samples}.");
        return (int)(length / frame);
    }

    private static DicomDataset Begin(ObjectContext context, int frames, DicomUid multiFrameClass, SecondaryCaptureOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        DicomDataset dataset = context.Begin(frames == 1 ? DicomUid.SecondaryCaptureImageStorage : multiFrameClass, options.Modality);
        context.SetContentDateTime(dataset);
        dataset.Set(DicomTag.ConversionType, options.ConversionType);
        dataset.Set(DicomTag.ImageType, @"DERIVED\SECONDARY");
        dataset.Set(DicomTag.PatientOrientation, string.Empty);
        dataset.Set(DicomTag.Laterality, string.Empty);
        dataset.Set(DicomTag.BurnedInAnnotation, options.HasBurnedInAnnotation ? "YES" : "NO");
        if (options.DerivationDescription.Length > 0) dataset.Set(DicomTag.DerivationDescription, options.DerivationDescription);
        if (options.Sources.Count > 0)
            dataset.Set(DicomTag.SourceImageSequence, new DicomSequence(options.Sources.Select(static source => InstanceReference.SopItem(source.Instance))));
        return dataset;
    }

    private static void SetLayout(DicomDataset dataset, string photometric, int rows, int columns, int samples, int bitsAllocated, int bitsStored)
    {
        dataset.SetUInt16(DicomTag.SamplesPerPixel, (ushort)samples);
        dataset.Set(DicomTag.PhotometricInterpretation, photometric);
        dataset.SetUInt16(DicomTag.Rows, (ushort)rows);
        dataset.SetUInt16(DicomTag.Columns, (ushort)columns);
        dataset.SetUInt16(DicomTag.BitsAllocated, (ushort)bitsAllocated);
        dataset.SetUInt16(DicomTag.BitsStored, (ushort)bitsStored);
        dataset.SetUInt16(DicomTag.HighBit, (ushort)(bitsStored - 1));
        dataset.SetUInt16(DicomTag.PixelRepresentation, 0);
    }

    private static DicomDataset Finish(DicomDataset dataset, int frames, SecondaryCaptureOptions options, ReadOnlySpan<byte> pixels, DicomVR vr)
    {
        bool isGrayscale = dataset.GetUInt16(DicomTag.SamplesPerPixel) == 1;
        if (options.PixelSpacing is { } spacing) dataset.SetDouble(DicomTag.PixelSpacing, spacing.RowMillimetres, spacing.ColumnMillimetres);
        if (options.Window is { } window && isGrayscale)
        {
            dataset.SetDouble(DicomTag.WindowCenter, window.Center);
            dataset.SetDouble(DicomTag.WindowWidth, window.Width);
        }

        if (frames > 1)
        {
            dataset.Set(DicomTag.NumberOfFrames, frames.ToString(CultureInfo.InvariantCulture));
            if (isGrayscale)
            {
                // Gray values of the multi-frame classes are P-values by an identity (PS3.3 §C.8.6.3).
                dataset.Set(DicomTag.PresentationLUTShape, "IDENTITY");
                dataset.Set(DicomTag.RescaleIntercept, "0");
                dataset.Set(DicomTag.RescaleSlope, "1");
                dataset.Set(DicomTag.RescaleType, "US");
            }

            if (options.FrameTime is { } time)
            {
                dataset.SetDouble(DicomTag.FrameTime, time.TotalMilliseconds);
                dataset.SetTag(DicomTag.FrameIncrementPointer, DicomTag.FrameTime);
            }
            else
            {
                dataset.Set(DicomTag.PageNumberVector, string.Join('\\', Enumerable.Range(1, frames)));
                dataset.SetTag(DicomTag.FrameIncrementPointer, DicomTag.PageNumberVector);
            }
        }

        dataset.SetBytes(DicomTag.PixelData, vr, pixels);
        return dataset;
    }
}
