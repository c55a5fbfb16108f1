namespace Pacs.Imaging.Tests.Codecs;

/// <summary>OpenJPH's decoder, by its command.</summary>
internal static class OpenJph
{
    /// <summary>Decodes a codestream to interleaved little endian words; unsigned samples only.</summary>
    public static byte[] Decode(byte[] stream, PixelLayout layout)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "in.j2c"), picture = Path.Combine(folder.Path, layout.SamplesPerPixel == 3 ? "out.ppm" : "out.pgm");
        File.WriteAllBytes(file, stream);
        CommandLine.Run("ojph_expand", "openjph-tools", "-i", file, "-o", picture);
        byte[] pixels = File.ReadAllBytes(picture)[^(int)layout.FrameLength..];
        if (layout.BitsAllocated == 16)
            for (int i = 0; i < pixels.Length; i += 2) (pixels[i], pixels[i + 1]) = (pixels[i + 1], pixels[i]);
        return pixels;
    }
}
