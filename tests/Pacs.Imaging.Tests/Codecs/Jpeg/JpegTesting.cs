using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Imaging.Tests;

internal static class JpegTesting
{
    public static PixelLayout Gray(int rows, int columns, int bits = 8, bool isSigned = false) => new()
    {
        Rows = rows, Columns = columns, BitsAllocated = bits <= 8 ? 8 : 16, BitsStored = bits, HighBit = bits - 1, IsSigned = isSigned,
    };

    public static PixelLayout Color(int rows, int columns, PhotometricInterpretation photometric = PhotometricInterpretation.Rgb) =>
        Gray(rows, columns) with { SamplesPerPixel = 3, Photometric = photometric };

    /// <summary>A picture of slopes, edges and some noise, in the words of a layout; signed ones are sign-extended.</summary>
    public static byte[] Picture(PixelLayout layout, int seed = 1, int noise = 4)
    {
        var random = new Random(seed);
        var samples = new int[layout.PixelCount * layout.SamplesPerPixel];
        double range = (1 << layout.BitsStored) - 1;
        for (int y = 0; y < layout.Rows; y++)
            for (int x = 0; x < layout.Columns; x++)
                for (int c = 0; c < layout.SamplesPerPixel; c++)
                {
                    double wave = 0.5 + (0.3 * Math.Sin((x + (c * 20)) / 9.0) * Math.Cos(y / 13.0)) + (x > y + (c * 5) ? 0.15 : -0.1);
                    int sample = (int)Math.Clamp((wave * range) + (random.Next(-noise, noise + 1) * (range / 255)), 0, range);
                    samples[(((y * layout.Columns) + x) * layout.SamplesPerPixel) + c] = layout.IsSigned ? sample - (1 << (layout.BitsStored - 1)) : sample;
                }

        return layout.BitsAllocated == 8
            ? [.. samples.Select(sample => (byte)sample)]
            : MemoryMarshal.AsBytes<ushort>(samples.Select(sample => (ushort)sample).ToArray()).ToArray();
    }

    /// <summary>Encodes a frame.</summary>
    public static byte[] Encode(byte[] pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions? options = null) => Encode(pixels, layout, syntax, options, out _);

    public static byte[] Encode(byte[] pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions? options, out PixelLayout encoded)
    {
        var output = new ArrayBufferWriter<byte>();
        encoded = new JpegCodec().Encode(pixels, layout, syntax, options ?? EncodeOptions.Default, output, new CodecContext(layout));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes as an application does: layout first, then the pixels.</summary>
    public static PixelFrame Decode(byte[] encoded, PixelLayout declared)
    {
        var codec = new JpegCodec();
        PixelFrame frame = PixelFrame.Rent(codec.ReadLayout(encoded, declared));
        frame.Bytes.Fill(0xA5);
        codec.Decode(encoded, declared, frame.Memory, new CodecContext(declared));
        return frame;
    }

    public static byte[] DecodeBytes(byte[] encoded, PixelLayout declared)
    {
        using PixelFrame frame = Decode(encoded, declared);
        return frame.Bytes.ToArray();
    }

    /// <summary>A file with one encapsulated frame, for peers that read files only.</summary>
    public static async Task WriteFileAsync(string path, byte[] encoded, PixelLayout layout, TransferSyntax syntax)
    {
        var set = new DicomDataset();
        set.Set(DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7");
        set.Set(DicomTag.SOPInstanceUID, "1.2.3.4.5");
        set.SetInt32(DicomTag.SamplesPerPixel, layout.SamplesPerPixel);
        set.Set(DicomTag.PhotometricInterpretation, layout.Photometric.ToTerm());
        if (layout.SamplesPerPixel > 1) set.SetInt32(DicomTag.PlanarConfiguration, 0);
        set.SetInt32(DicomTag.Rows, layout.Rows);
        set.SetInt32(DicomTag.Columns, layout.Columns);
        set.SetInt32(DicomTag.BitsAllocated, layout.BitsAllocated);
        set.SetInt32(DicomTag.BitsStored, layout.BitsStored);
        set.SetInt32(DicomTag.HighBit, layout.HighBit);
        set.SetInt32(DicomTag.PixelRepresentation, layout.IsSigned ? 1 : 0);
        var file = new DicomFile(set, syntax);
        await file.SaveAsync(path);

        int padded = encoded.Length + (encoded.Length & 1);
        var element = new byte[12 + 8 + 8 + padded + 8];
        ReadOnlySpan<byte> head = [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0x00, 0xE0];
        head.CopyTo(element);
        BinaryPrimitives.WriteInt32LittleEndian(element.AsSpan(24), padded);
        encoded.CopyTo(element, 28);
        new byte[] { 0xFE, 0xFF, 0xDD, 0xE0 }.CopyTo(element, 28 + padded);
        await using FileStream stream = File.Open(path, FileMode.Append);
        stream.Write(element);
    }
}
