using System.Buffers.Binary;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>How far two frames of one layout are apart.</summary>
internal static class SampleDifference
{
    public static int Greatest(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, PixelLayout layout)
    {
        int greatest = 0, width = layout.BitsAllocated / 8;
        for (int at = 0; at + width <= one.Length; at += width)
            greatest = Math.Max(greatest, Math.Abs(Sample(one[at..], layout) - Sample(other[at..], layout)));
        return greatest;
    }

    private static int Sample(ReadOnlySpan<byte> bytes, PixelLayout layout) => (layout.BitsAllocated, layout.IsSigned) switch
    {
        (8, false) => bytes[0],
        (8, true) => (sbyte)bytes[0],
        (16, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (16, true) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes),
    };
}
