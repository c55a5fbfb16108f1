using System.Buffers;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Pixel data, encapsulated and native, with whatever tables and shape: every frame read, by bytes and by ranges.</summary>
/// <remarks>An input is a whole small data set in Explicit VR Little Endian; one in four is taken for JPEG though it may be native, and the reverse.</remarks>
internal sealed class EncapsulatedTarget : IFuzzTarget
{
    private const int MostFrames = 200;

    public string Name => "encapsulated";

    public IEnumerable<byte[]> Seeds(string corpus)
    {
        byte[][] frames = [[0xFF, 0xD8, 0xFF, 0xE0, 1, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xE0, 2, 2, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xE0, 3, 3, 3, 3, 3, 0xFF, 0xD9]];
        foreach (OffsetTableKind kind in Enum.GetValues<OffsetTableKind>())
        {
            foreach (int longest in kind == OffsetTableKind.Extended ? (int[])[64] : [64, 4])
            {
                var encapsulator = new FrameEncapsulator(new() { OffsetTable = kind, MaxFragmentLength = longest });
                foreach (byte[] frame in frames) encapsulator.Add(frame);
                var dataset = new DicomDataset();
                encapsulator.ApplyTo(dataset);
                yield return Bytes(dataset);
            }
        }

        foreach (int bits in (int[])[1, 8, 16, 32]) yield return Native(bits, bits > 8 ? DicomVR.OW : DicomVR.OB);
    }

    public long AllocationLimit(int length) => (8L << 20) + (200L * length);

    public void Run(byte[] input)
    {
        DicomDataset dataset = DicomDataset.Parse(input, TransferSyntax.ExplicitVRLittleEndian, new DicomReadOptions { MaxDepth = 64 });
        TransferSyntax syntax = (input.Length % 4) switch { 0 => TransferSyntax.ExplicitVRLittleEndian, 1 => TransferSyntax.RLELossless, _ => TransferSyntax.JPEGBaseline8Bit };
        FrameReader reader = FrameReader.CreateAsync(dataset, syntax).AsTask().GetAwaiter().GetResult();
        for (int i = 0; i < Math.Min(reader.Count, MostFrames); i++)
        {
            using EncodedFrame frame = reader.ReadAsync(i).AsTask().GetAwaiter().GetResult();
            long length = reader.GetRangesAsync(i).AsTask().GetAwaiter().GetResult().Sum(range => range.Length);
            if (reader.IsVerbatim && length != frame.Memory.Length) throw new InvalidOperationException($"Frame {i} has {frame.Memory.Length} bytes, and ranges of {length}.");
        }
    }

    private static byte[] Native(int bits, DicomVR vr)
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.Rows, 5);
        dataset.SetUInt16(DicomTag.Columns, 3);
        dataset.SetUInt16(DicomTag.BitsAllocated, (ushort)bits);
        dataset.SetUInt16(DicomTag.SamplesPerPixel, 1);
        dataset.SetInt32(DicomTag.NumberOfFrames, 3);
        dataset.SetBytes(DicomTag.PixelData, vr, new byte[(45 * bits + 7) / 8]);
        return Bytes(dataset);
    }

    private static byte[] Bytes(DicomDataset dataset)
    {
        var output = new ArrayBufferWriter<byte>();
        dataset.WriteTo(output, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }
}
