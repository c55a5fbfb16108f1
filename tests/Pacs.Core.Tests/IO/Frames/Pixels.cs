using System.Buffers.Binary;

namespace Pacs.Core.Tests.IO.Frames;

/// <summary>Builds data sets with pixel data by hand, so that every table and length can lie.</summary>
internal static class Pixels
{
    public static readonly byte[] JpegFrame1 = [0xFF, 0xD8, 0xFF, 0xE0, 1, 1, 0xFF, 0xD9];
    public static readonly byte[] JpegFrame2 = [0xFF, 0xD8, 0xFF, 0xE0, 2, 2, 2, 2, 0xFF, 0xD9];
    public static readonly byte[] JpegFrame3 = [0xFF, 0xD8, 0xFF, 0xE0, 3, 3, 3, 0xFF, 0xD9, 0];

    public static byte[] Item(params byte[] content) => [0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(content.Length), .. content];

    public static byte[] Table(params uint[] offsets) => Item([.. offsets.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Value(params byte[][] items) => [.. items.SelectMany(item => item), 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];

    /// <summary>A data set whose Pixel Data has undefined length and holds these items.</summary>
    public static DicomDataset Encapsulated(int? frames, params byte[][] items)
    {
        DicomDataset dataset = Parse(frames, Value(items));
        return dataset;
    }

    public static DicomDataset Parse(int? frames, byte[] valueWithDelimiter)
    {
        var header = new DicomDataset();
        header.SetUInt16(DicomTag.Rows, 2);
        if (frames is { } count) header.SetInt32(DicomTag.NumberOfFrames, count);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        header.WriteTo(output, TransferSyntax.ExplicitVRLittleEndian);
        byte[] element = [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. valueWithDelimiter];
        return DicomDataset.Parse((byte[])[.. output.WrittenSpan, .. element], TransferSyntax.JPEGBaseline8Bit);
    }

    public static DicomDataset Native(int rows, int columns, int bits, int? frames, byte[] value, DicomVR vr = DicomVR.OW, string photometric = "MONOCHROME2", int samples = 1)
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.Rows, (ushort)rows);
        dataset.SetUInt16(DicomTag.Columns, (ushort)columns);
        dataset.SetUInt16(DicomTag.BitsAllocated, (ushort)bits);
        dataset.SetUInt16(DicomTag.SamplesPerPixel, (ushort)samples);
        dataset.Set(DicomTag.PhotometricInterpretation, photometric);
        if (frames is { } count) dataset.SetInt32(DicomTag.NumberOfFrames, count);
        dataset.SetBytes(DicomTag.PixelData, vr, value);
        return dataset;
    }

    public static async Task<byte[]> BytesOfAsync(FrameReader reader, int frame)
    {
        using EncodedFrame read = await reader.ReadAsync(frame);
        return read.Bytes.ToArray();
    }

    public static async Task<byte[][]> AllAsync(FrameReader reader)
    {
        var frames = new byte[reader.Count][];
        for (int i = 0; i < frames.Length; i++) frames[i] = await BytesOfAsync(reader, i);
        return frames;
    }

    public static ulong[] Quads(ReadOnlySpan<byte> bytes)
    {
        ulong[] values = new ulong[bytes.Length / 8];
        for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * 8)..]);
        return values;
    }
}
