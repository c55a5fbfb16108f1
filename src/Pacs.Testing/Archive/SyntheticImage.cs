using Pacs.Core;

namespace Pacs.Testing;

/// <summary>Small valid images out of nothing: the same ones for the same arguments.</summary>
public static class SyntheticImage
{
    private const int RowCount = 16;
    private const string Root = "1.2.826.0.1.3680043.10.999.9";

    /// <summary>UID of a study by its number.</summary>
    public static DicomUid Study(int study) => new($"{Root}.{study}");

    /// <summary>UID of a series of a study, by their numbers.</summary>
    public static DicomUid Series(int study, int series = 1) => new($"{Root}.{study}.{series}");

    /// <summary>UID of an instance of a series, by their numbers.</summary>
    public static DicomUid Instance(int study, int number, int series = 1) => new($"{Root}.{study}.{series}.{number}");

    /// <summary>An 8-bit image of 16 rows, Explicit VR Little Endian, as a file in memory.</summary>
    /// <param name="study">Number of its study; also of its patient, whose ID is <c>P</c> and this number.</param>
    /// <param name="number">Instance Number.</param>
    /// <param name="series">Number of its series.</param>
    /// <param name="pixelLength">Length of its pixel data in bytes: a multiple of 32.</param>
    /// <param name="seed">Makes other pixels under the same UIDs.</param>
    /// <param name="change">Changes the data set before it becomes a file; may be null.</param>
    public static DicomFile Make(int study, int number, int series = 1, int pixelLength = 512, int seed = 0, Action<DicomDataset>? change = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixelLength % (2 * RowCount), 0, nameof(pixelLength));
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.SecondaryCaptureImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, Instance(study, number, series));
        dataset.Set(DicomTag.StudyDate, "20260102");
        dataset.Set(DicomTag.Modality, "OT");
        dataset.Set(DicomTag.PatientName, $"Synthetic^{study}");
        dataset.Set(DicomTag.PatientID, $"P{study}");
        dataset.Set(DicomTag.StudyInstanceUID, Study(study));
        dataset.Set(DicomTag.SeriesInstanceUID, Series(study, series));
        dataset.SetInt32(DicomTag.SeriesNumber, series);
        dataset.SetInt32(DicomTag.InstanceNumber, number);
        dataset.SetUInt16(DicomTag.SamplesPerPixel, 1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetUInt16(DicomTag.Rows, RowCount);
        dataset.SetUInt16(DicomTag.Columns, (ushort)Math.Min(pixelLength / RowCount, ushort.MaxValue));
        dataset.SetUInt16(DicomTag.BitsAllocated, 8);
        dataset.SetUInt16(DicomTag.BitsStored, 8);
        dataset.SetUInt16(DicomTag.HighBit, 7);
        dataset.SetUInt16(DicomTag.PixelRepresentation, 0);
        byte[] pixels = new byte[pixelLength];
        new Random(((study * 31 + series) * 31 + number) * 31 + seed).NextBytes(pixels);
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OW, pixels);
        change?.Invoke(dataset);
        return new DicomFile(dataset);
    }

    /// <summary>The data set bytes of a file, as they go over the network.</summary>
    public static async ValueTask<byte[]> EncodeAsync(DicomFile file, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var stream = new MemoryStream();
        await file.SaveAsync(stream, ct).ConfigureAwait(false);
        using DicomFile written = DicomFile.Parse(stream.ToArray());
        return stream.ToArray()[(int)written.DatasetOffset..];
    }
}
