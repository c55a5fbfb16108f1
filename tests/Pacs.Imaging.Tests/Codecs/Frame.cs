using System.Buffers;
using CsCheck;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Frames made for tests, and codecs applied to them.</summary>
internal static class Frame
{
    /// <summary>Layouts of any size and depth that a data set may declare.</summary>
    public static Gen<PixelLayout> Layouts(params int[] samples) =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[0, 11].Select(i => samples.Length == 0 ? 1 + i % 2 * 2 : samples[i % samples.Length]), Gen.Bool.Select(isWide => isWide ? 16 : 8), Gen.Int[0, 14], Gen.Bool)
            .Select((rows, columns, count, allocated, narrower, isSigned) =>
            {
                int stored = Math.Max(2, allocated - narrower);
                return new PixelLayout
                {
                    Rows = rows, Columns = columns, SamplesPerPixel = count, BitsAllocated = allocated, BitsStored = stored, HighBit = stored - 1, IsSigned = isSigned && count == 1,
                    Photometric = count == 1 ? PhotometricInterpretation.Monochrome2 : PhotometricInterpretation.Rgb,
                };
            });

    /// <summary>Pixels with flat areas, slopes and noise: what run modes and predictors tell apart. Signed samples are sign-extended.</summary>
    public static byte[] Pixels(PixelLayout layout, int seed)
    {
        var random = new Random(seed);
        int count = (int)layout.PixelCount * layout.SamplesPerPixel, bytes = layout.BitsAllocated / 8, noise = random.Next(4);
        byte[] pixels = new byte[count * bytes];
        int range = 1 << layout.BitsStored;
        for (int i = 0; i < count; i++)
        {
            int x = i / layout.SamplesPerPixel % layout.Columns, y = i / layout.SamplesPerPixel / layout.Columns;
            int value = noise switch
            {
                0 => random.Next(range),
                1 => x / 9 * 37 + y / 7 * 11,
                2 => x * 3 + y * 2 + random.Next(3),
                _ => random.Next(20) == 0 ? random.Next(range) : 5,
            };
            value &= range - 1;
            if (layout.IsSigned && (value & (range >> 1)) != 0) value -= range;
            for (int b = 0; b < bytes; b++) pixels[i * bytes + b] = (byte)(value >> (8 * b));
        }

        return pixels;
    }

    public static byte[] Encode(IFrameCodec codec, byte[] pixels, PixelLayout layout, TransferSyntax? syntax = null, EncodeOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(pixels, layout, syntax ?? codec.Encodes.First(), options ?? EncodeOptions.Default, output, new CodecContext(layout));
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Decode(IFrameCodec codec, byte[] encoded, PixelLayout declared)
    {
        byte[] pixels = new byte[codec.ReadLayout(encoded, declared).FrameLength];
        new Random(1).NextBytes(pixels); // what a pooled buffer may hold
        codec.Decode(encoded, declared, pixels, new CodecContext(declared));
        return pixels;
    }
}
