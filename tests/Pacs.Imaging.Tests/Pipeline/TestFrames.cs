using System.Runtime.InteropServices;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

/// <summary>Frames made of arrays.</summary>
internal static class TestFrames
{
    public static PixelFrame Of<T>(int columns, T[] values, Func<PixelLayout, PixelLayout>? change = null, DicomDataset? dataset = null, int frame = 0)
        where T : unmanaged
    {
        int bits = Marshal.SizeOf<T>() * 8;
        var layout = new PixelLayout
        {
            Columns = columns,
            Rows = values.Length / columns,
            BitsAllocated = bits,
            BitsStored = bits,
            HighBit = bits - 1,
            IsSigned = typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(int) || typeof(T) == typeof(long),
            Format = typeof(T) == typeof(float) ? SampleFormat.Float32 : typeof(T) == typeof(double) ? SampleFormat.Float64 : SampleFormat.Integer,
        };
        if (change is not null) layout = change(layout);
        PixelFrame made = PixelFrame.Rent(layout, dataset is null ? null : new FrameSource(dataset, frame));
        MemoryMarshal.AsBytes(values.AsSpan())[..made.Bytes.Length].CopyTo(made.Bytes);
        return made;
    }

    public static byte[] Grey(PixelFrame frame, DisplayAttributes? attributes = null, RenderOptions? options = null)
    {
        using RenderedImage image = Renderer.Render(frame, attributes ?? DisplayAttributes.Empty, options);
        Assert.That(image.Format, Is.EqualTo(RenderedFormat.Gray8));
        return image.Bytes.ToArray();
    }

    public static byte[] Rgb(PixelFrame frame, DisplayAttributes? attributes = null, RenderOptions? options = null)
    {
        using RenderedImage image = Renderer.Render(frame, attributes ?? DisplayAttributes.Empty, options);
        Assert.That(image.Format, Is.EqualTo(RenderedFormat.Rgb24));
        return image.Bytes.ToArray();
    }
}
