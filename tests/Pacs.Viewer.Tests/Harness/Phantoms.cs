using System.Globalization;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Viewer.Tests.Harness;

/// <summary>Studies that the corpus does not have, made here.</summary>
internal static class Phantoms
{
    /// <summary>A CT of many large slices: a body with two lungs, a spine and noise, 12 bits.</summary>
    public static IEnumerable<DicomDataset> Ct(DicomUid study, string patientId, int slices, int size)
    {
        DicomUid series = DicomUid.NewUid(), frame = DicomUid.NewUid();
        var random = new Random(7);
        for (int slice = 0; slice < slices; slice++)
        {
            short[] pixels = new short[size * size];
            for (int row = 0; row < size; row++)
                for (int column = 0; column < size; column++)
                {
                    double x = 2.0 * column / size - 1, y = 2.0 * row / size - 1, z = (double)slice / slices;
                    double value = x * x / 0.7 + y * y / 0.45 > 1 ? -1000
                        : Math.Pow((Math.Abs(x) - 0.4) / 0.25, 2) + Math.Pow(y / (0.25 + 0.15 * Math.Sin(z * 3)), 2) < 1 ? -800
                        : Math.Pow(x / 0.1, 2) + Math.Pow((y - 0.4) / 0.1, 2) < 1 ? 700 : 40;
                    pixels[row * size + column] = (short)(value + random.Next(-15, 16));
                }

            DicomDataset image = Image(DicomUid.CTImageStorage, "CT", study, series, patientId, slice + 1, size, size);
            image.Set(DicomTag.StudyDescription, "Large CT");
            image.Set(DicomTag.SeriesDescription, $"{slices} slices");
            image.Set(DicomTag.FrameOfReferenceUID, frame);
            image.Set(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
            image.Set(DicomTag.ImagePositionPatient, "-180", "-180", slice.ToString(CultureInfo.InvariantCulture));
            image.Set(DicomTag.PixelSpacing, "0.7", "0.7");
            image.Set(DicomTag.SliceThickness, "1");
            image.Set(DicomTag.RescaleIntercept, "0");
            image.Set(DicomTag.RescaleSlope, "1");
            image.Set(DicomTag.WindowCenter, "40");
            image.Set(DicomTag.WindowWidth, "400");
            Pixels(image, "MONOCHROME2", 16, isSigned: true, MemoryMarshal.AsBytes<short>(pixels));
            yield return image;
        }
    }

    /// <summary>A screening mammogram, four views: half a breast with a dense core and a bright mass in the right one.</summary>
    public static IEnumerable<DicomDataset> Mammogram(DicomUid study, string patientId)
    {
        const int rows = 1200, columns = 900;
        int number = 0;
        foreach ((string side, string view, string orientation) in ((string, string, string)[])[("R", "CC", "P\\L"), ("L", "CC", "A\\R"), ("R", "MLO", "P\\FL"), ("L", "MLO", "A\\FR")])
        {
            ushort[] pixels = new ushort[rows * columns];
            var random = new Random(number);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                {
                    // The chest wall is at the right edge of a right breast, at the left of a left one.
                    double fromWall = side == "R" ? columns - 1 - column : column, y = (row - rows / 2.0) / (rows * 0.42), x = fromWall / (columns * 0.75);
                    double reach = x * x + y * y;
                    double value = reach > 1 ? 0 : 1200 + 900 * (1 - reach) + 500 * Math.Exp(-8 * (Math.Pow(x - 0.4, 2) + y * y));
                    if (side == "R" && Math.Pow(x - 0.5, 2) + Math.Pow(y - 0.2, 2) < 0.004) value += 900;
                    pixels[row * columns + column] = (ushort)(reach > 1 ? 0 : value + random.Next(-40, 41));
                }

            DicomDataset image = Image(DicomUid.DigitalMammographyXRayImageStorageForPresentation, "MG", study, DicomUid.NewUid(), patientId, ++number, rows, columns);
            image.Set(DicomTag.StudyDescription, "Screening mammography");
            image.Set(DicomTag.SeriesNumber, number.ToString(CultureInfo.InvariantCulture));
            image.Set(DicomTag.SeriesDescription, $"{side} {view}");
            image.Set(DicomTag.ImageLaterality, side);
            image.Set(DicomTag.ViewPosition, view);
            image.Set(DicomTag.PatientOrientation, orientation.Split('\\'));
            image.Set(DicomTag.ImagerPixelSpacing, "0.2", "0.2");
            image.Set(DicomTag.WindowCenter, "1800");
            image.Set(DicomTag.WindowWidth, "3200");
            Pixels(image, "MONOCHROME2", 12, isSigned: false, MemoryMarshal.AsBytes<ushort>(pixels));
            yield return image;
        }
    }

    /// <summary>A chest radiograph, each view a series of its own: two lungs beside the mediastinum.</summary>
    /// <param name="views">View Position of each image, in the order of the series.</param>
    public static IEnumerable<DicomDataset> Radiograph(DicomUid study, string patientId, params string[] views)
    {
        const int size = 512;
        for (int number = 1; number <= views.Length; number++)
        {
            ushort[] pixels = new ushort[size * size];
            for (int row = 0; row < size; row++)
                for (int column = 0; column < size; column++)
                {
                    double x = 2.0 * column / size - 1, y = 2.0 * row / size - 1;
                    bool isLung = Math.Pow((Math.Abs(x) - (views[number - 1] == "PA" ? 0.4 : 0)) / 0.3, 2) + Math.Pow(y / 0.7, 2) < 1;
                    pixels[row * size + column] = (ushort)(isLung ? 900 : 2600);
                }

            DicomDataset image = Image(DicomUid.DigitalXRayImageStorageForPresentation, "DX", study, DicomUid.NewUid(), patientId, number, size, size);
            image.Set(DicomTag.StudyDescription, "Chest");
            image.Set(DicomTag.SeriesNumber, number.ToString(CultureInfo.InvariantCulture));
            image.Set(DicomTag.SeriesDescription, "Chest");
            image.Set(DicomTag.ViewPosition, views[number - 1]);
            image.Set(DicomTag.PatientOrientation, views[number - 1] == "PA" ? ["L", "F"] : ["A", "F"]);
            image.Set(DicomTag.ImagerPixelSpacing, "0.6", "0.6");
            image.Set(DicomTag.WindowCenter, "2000");
            image.Set(DicomTag.WindowWidth, "3000");
            Pixels(image, "MONOCHROME2", 12, isSigned: false, MemoryMarshal.AsBytes<ushort>(pixels));
            yield return image;
        }
    }

    /// <summary>
    /// A PET of uptake 0.96 with a disc of uptake 4 in its middle, 40 pixels across. 70 kg, 350 MBq a half-life before the scan: 10000 Bq/ml are
    /// an uptake of 10000 × 70 kg / 175 MBq = 4.
    /// </summary>
    public static IEnumerable<DicomDataset> Pet(DicomUid study, string patientId)
    {
        const int size = 128, slices = 5;
        DicomUid series = DicomUid.NewUid(), frame = DicomUid.NewUid();
        ushort[] pixels = [.. from row in Enumerable.Range(0, size) from column in Enumerable.Range(0, size) select (ushort)(Math.Pow(row - 63.5, 2) + Math.Pow(column - 63.5, 2) < 400 ? 12500 : 3000)];
        for (int slice = 0; slice < slices; slice++)
        {
            DicomDataset image = Image(DicomUid.PositronEmissionTomographyImageStorage, "PT", study, series, patientId, slice + 1, size, size);
            image.Set(DicomTag.StudyDescription, "PET");
            image.Set(DicomTag.SeriesDate, "20250401");
            image.Set(DicomTag.SeriesTime, "113000");
            image.Set(DicomTag.AcquisitionDate, "20250401");
            image.Set(DicomTag.AcquisitionTime, "113100");
            image.Set(DicomTag.PatientWeight, "70");
            image.Set(DicomTag.Units, "BQML");
            image.Set(DicomTag.DecayCorrection, "START");
            image.Set(DicomTag.CorrectedImage, "DECY", "ATTN");
            var drug = new DicomDataset();
            drug.Set(DicomTag.RadiopharmaceuticalStartTime, "094012");
            drug.Set(DicomTag.RadionuclideTotalDose, "350000000");
            drug.Set(DicomTag.RadionuclideHalfLife, "6588");
            image.Set(DicomTag.RadiopharmaceuticalInformationSequence, new DicomSequence(drug));
            image.Set(DicomTag.FrameOfReferenceUID, frame);
            image.Set(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
            image.Set(DicomTag.ImagePositionPatient, "-128", "-128", (slice * 4).ToString(CultureInfo.InvariantCulture));
            image.Set(DicomTag.PixelSpacing, "2", "2");
            image.Set(DicomTag.SliceThickness, "4");
            image.Set(DicomTag.RescaleIntercept, "0");
            image.Set(DicomTag.RescaleSlope, "0.8");
            image.Set(DicomTag.WindowCenter, "5000");
            image.Set(DicomTag.WindowWidth, "10000");
            Pixels(image, "MONOCHROME2", 16, isSigned: false, MemoryMarshal.AsBytes<ushort>(pixels));
            yield return image;
        }
    }

    /// <summary>The images as of another day.</summary>
    public static IEnumerable<DicomDataset> On(this IEnumerable<DicomDataset> images, string date)
    {
        foreach (DicomDataset image in images)
        {
            image.Set(DicomTag.StudyDate, date);
            yield return image;
        }
    }

    /// <summary>Stores data sets with a transfer syntax of the caller's choice.</summary>
    public static async Task StoreAsync(IEnumerable<DicomDataset> images, Func<DicomFile, ValueTask<DicomFile>>? encode = null)
    {
        foreach (DicomDataset image in images)
        {
            var file = new DicomFile(image, TransferSyntax.ExplicitVRLittleEndian);
            if (encode is not null) file = await encode(file);
            using var body = new MemoryStream();
            await file.SaveAsync(body);
            await Room.Server.StoreAsync(body.ToArray(), image.GetString(DicomTag.SOPInstanceUID)!);
        }
    }

    public static DicomDataset Image(DicomUid sopClass, string modality, DicomUid study, DicomUid series, string patientId, int number, int rows, int columns)
    {
        var image = new DicomDataset();
        image.Set(DicomTag.SOPClassUID, sopClass);
        image.Set(DicomTag.SOPInstanceUID, DicomUid.NewUid());
        image.Set(DicomTag.StudyInstanceUID, study);
        image.Set(DicomTag.SeriesInstanceUID, series);
        image.Set(DicomTag.PatientID, patientId);
        image.Set(DicomTag.PatientName, $"{patientId}^Phantom");
        image.Set(DicomTag.Modality, modality);
        image.Set(DicomTag.StudyDate, "20250401");
        image.Set(DicomTag.StudyTime, "101500");
        image.Set(DicomTag.InstanceNumber, number.ToString(CultureInfo.InvariantCulture));
        image.SetUInt16(DicomTag.Rows, (ushort)rows);
        image.SetUInt16(DicomTag.Columns, (ushort)columns);
        return image;
    }

    public static void Pixels(DicomDataset image, string photometric, ushort bitsStored, bool isSigned, ReadOnlySpan<byte> pixels)
    {
        image.Set(DicomTag.PhotometricInterpretation, photometric);
        image.SetUInt16(DicomTag.SamplesPerPixel, 1);
        image.SetUInt16(DicomTag.BitsAllocated, 16);
        image.SetUInt16(DicomTag.BitsStored, bitsStored);
        image.SetUInt16(DicomTag.HighBit, (ushort)(bitsStored - 1));
        image.SetUInt16(DicomTag.PixelRepresentation, (ushort)(isSigned ? 1 : 0));
        image.SetBytes(DicomTag.PixelData, DicomVR.OW, pixels);
    }
}
