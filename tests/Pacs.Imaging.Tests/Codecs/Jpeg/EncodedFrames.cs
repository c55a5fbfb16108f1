using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging.Tests;

/// <summary>A file of the corpus: the layout its data set declares, and its encoded frames.</summary>
internal sealed record EncodedFrames(PixelLayout Declared, byte[][] Frames)
{
    public static EncodedFrames Read(string path)
    {
        using DicomFile file = DicomFile.Parse(File.ReadAllBytes(path));
        DicomDataset set = file.Dataset;
        int Number(DicomTag tag) => set.GetInt32(tag) ?? 0;
        var layout = new PixelLayout
        {
            Rows = Number(DicomTag.Rows), Columns = Number(DicomTag.Columns), SamplesPerPixel = Number(DicomTag.SamplesPerPixel),
            BitsAllocated = Number(DicomTag.BitsAllocated), BitsStored = Number(DicomTag.BitsStored), HighBit = Number(DicomTag.HighBit),
            IsSigned = Number(DicomTag.PixelRepresentation) == 1, Photometric = PhotometricTerms.Parse(set.GetString(DicomTag.PhotometricInterpretation)),
            IsPlanar = Number(DicomTag.PlanarConfiguration) == 1,
        };
        set.TryGet(DicomTag.PixelData, out DicomElement element);
        return new EncodedFrames(layout, Split(element.GetBytes().Span));
    }

    // Each frame begins with the marker SOI, at the start of a fragment.
    private static byte[][] Split(ReadOnlySpan<byte> items)
    {
        var frames = new List<byte[]>();
        for (bool isTable = true; items.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(items) == 0xE000FFFE; isTable = false)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(items[4..]);
            ReadOnlySpan<byte> fragment = items.Slice(8, length);
            if (isTable) { }
            else if (frames.Count == 0 || fragment is [0xFF, 0xD8, ..]) frames.Add(fragment.ToArray());
            else frames[^1] = [.. frames[^1], .. fragment];
            items = items[(8 + length)..];
        }

        return [.. frames];
    }
}
