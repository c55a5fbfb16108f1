using System.Runtime.InteropServices;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Pipeline;

/// <summary>Frames like those of a scanner: smooth shapes with noise.</summary>
internal static class BenchmarkFrames
{
    /// <summary>A CT slice of 12 bits: air, a body, bones, and noise of 12 HU.</summary>
    public static PixelFrame Ct(int side)
    {
        PixelFrame frame = PixelFrame.Rent(new PixelLayout { Rows = side, Columns = side, BitsAllocated = 16, BitsStored = 12, HighBit = 11 });
        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(frame.Bytes);
        var random = new Random(1);
        for (int i = 0; i < words.Length; i++)
        {
            double x = (i % side - side / 2) / (side * 0.45), y = (i / side - side / 2) / (side * 0.35), at = x * x + y * y;
            double hounsfield = at > 1 ? -1000 : at > 0.9 ? -100 : Math.Abs(at - 0.7) < 0.02 ? 700 : 40 + 60 * Math.Sin(9 * x) * Math.Cos(7 * y);
            double noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            words[i] = (ushort)Math.Clamp(hounsfield + 1024 + 24 * noise, 0, 4095);
        }

        return frame;
    }
}
