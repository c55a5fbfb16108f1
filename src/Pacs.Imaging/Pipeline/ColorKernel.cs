using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Draws colour frames as red, green, blue bytes, a row at a time so that each row is gathered and converted while it is near.</summary>
internal static class ColorKernel
{
    /// <summary>Whether <see cref="Draw"/> knows the colours.</summary>
    /// <exception cref="DicomImageException">It does not; the message names them.</exception>
    public static void Require(PixelLayout layout)
    {
        if (layout.SamplesPerPixel != 3 || layout.Format != SampleFormat.Integer || layout.BitsAllocated is not (8 or 16 or 32))
            throw new DicomImageException($"Pixels of {layout.SamplesPerPixel} samples of {layout.BitsAllocated} bits ({layout.Photometric}) cannot be shown.");
        if (layout.Photometric is PhotometricInterpretation.Hsv or PhotometricInterpretation.Argb or PhotometricInterpretation.Cmyk
            or PhotometricInterpretation.Xyb or PhotometricInterpretation.YbrPartial420)
            throw new DicomImageException($"The photometric interpretation {layout.Photometric.ToTerm()} cannot be shown.");
    }

    public static void Draw(PixelFrame frame, RenderedImage image)
    {
        PixelLayout layout = frame.Layout;
        Require(layout);
        ReadOnlySpan<byte> source = frame.Bytes;
        for (int row = 0; row < layout.Rows; row++)
        {
            Span<byte> target = image.Row(row);
            if (layout.IsSubsampled) Expand(source, layout, row, target);
            else Gather(source, layout, row, target);
            switch (layout.Photometric)
            {
                case PhotometricInterpretation.YbrFull or PhotometricInterpretation.YbrFull422:
                    YbrKernel.Apply(target, YbrMatrix.Full);
                    break;
                case PhotometricInterpretation.YbrPartial422:
                    YbrKernel.Apply(target, YbrMatrix.Partial);
                    break;
                default:
                    // YBR_RCT and YBR_ICT belong to the JPEG 2000 stream: a decoder has undone them, and the term is what a data set kept of it.
                    break;
            }
        }
    }

    // Y Y Cb Cr for two pixels (PS3.3 §C.7.6.3.1.2); the last pixel of an odd row has its pair in the next row's first word or none.
    private static void Expand(ReadOnlySpan<byte> source, PixelLayout layout, int row, Span<byte> target)
    {
        StoredCode code = StoredCode.Of(layout);
        long first = (long)row * layout.Columns;
        for (int column = 0; column < layout.Columns; column++)
        {
            long pixel = first + column, pair = (pixel >> 1) * 4;
            target[column * 3] = Level(source, layout, code, pair + (pixel & 1));
            target[column * 3 + 1] = Level(source, layout, code, pair + 2);
            target[column * 3 + 2] = Level(source, layout, code, pair + 3);
        }
    }

    private static void Gather(ReadOnlySpan<byte> source, PixelLayout layout, int row, Span<byte> target)
    {
        if (layout is { BitsAllocated: 8, IsPlanar: false, BitsStored: 8, IsSigned: false })
        {
            source.Slice(row * target.Length, target.Length).CopyTo(target);
            return;
        }

        StoredCode code = StoredCode.Of(layout);
        long pixels = layout.PixelCount, first = (long)row * layout.Columns;
        for (int i = 0; i < target.Length; i++)
        {
            int column = i / 3, sample = i - column * 3;
            target[i] = Level(source, layout, code, layout.IsPlanar ? sample * pixels + first + column : first * 3 + i);
        }
    }

    // The upper eight bits of a sample; narrower ones are spread over the whole range. What a frame of odd size lacks is 0.
    private static byte Level(ReadOnlySpan<byte> source, PixelLayout layout, StoredCode code, long index)
    {
        int size = layout.BitsAllocated / 8;
        if ((index + 1) * size > source.Length) return 0;
        ReadOnlySpan<byte> at = source.Slice((int)(index * size), size);
        uint value = code.OfWord(size switch { 1 => at[0], 2 => MemoryMarshal.Read<ushort>(at), _ => MemoryMarshal.Read<uint>(at) });
        return code.Mask >= 255 ? (byte)(value / ((code.Mask >> 8) + 1)) : (byte)(value * 255 / code.Mask);
    }
}
