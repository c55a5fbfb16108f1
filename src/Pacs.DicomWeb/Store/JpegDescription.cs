using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Fills in what metadata leaves to the server when pixels come as an ordinary JPEG file: the Image Pixel attributes (PS3.18 §10.5.1.1.2).</summary>
internal static class JpegDescription
{
    /// <summary>Sets attributes that are missing; those that are there stay.</summary>
    public static void Complete(DicomDataset dataset, ReadOnlySpan<byte> frame, int frames)
    {
        if (dataset.Contains(DicomTag.Rows) && dataset.Contains(DicomTag.Columns) && dataset.Contains(DicomTag.PhotometricInterpretation)) return;
        if (Read(frame) is not (var precision, var rows, var columns, var samples, var isSubsampled)) return;
        Default(DicomTag.Rows, rows);
        Default(DicomTag.Columns, columns);
        Default(DicomTag.SamplesPerPixel, samples);
        Default(DicomTag.BitsAllocated, (ushort)(precision > 8 ? 16 : 8));
        Default(DicomTag.BitsStored, precision);
        Default(DicomTag.HighBit, (ushort)(precision - 1));
        Default(DicomTag.PixelRepresentation, 0);
        if (samples == 3) Default(DicomTag.PlanarConfiguration, 0);
        if (!dataset.Contains(DicomTag.PhotometricInterpretation)) dataset.Set(DicomTag.PhotometricInterpretation, samples == 1 ? "MONOCHROME2" : isSubsampled ? "YBR_FULL_422" : "YBR_FULL");
        if (frames > 1 && !dataset.Contains(DicomTag.NumberOfFrames)) dataset.SetInt32(DicomTag.NumberOfFrames, frames);

        void Default(DicomTag tag, ushort value)
        {
            if (!dataset.Contains(tag)) dataset.SetUInt16(tag, value);
        }
    }

    // The frame header (ITU-T T.81 §B.2.2): SOF0 to SOF15 but for DHT, JPG and DAC.
    private static (ushort Precision, ushort Rows, ushort Columns, ushort Samples, bool IsSubsampled)? Read(ReadOnlySpan<byte> file)
    {
        for (int at = 2; at + 12 < file.Length && file[at] == 0xFF;)
        {
            byte marker = file[at + 1];
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (file[at + 4], BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), file[at + 9], file[at + 11] != 0x11);
            at += 2 + length;
        }

        return null;
    }
}
