namespace Pacs.Imaging.Tests.Codecs;

/// <summary>OpenJPEG's decoder, by its command.</summary>
internal static class OpenJpeg
{
    /// <summary>Decodes a codestream to interleaved little endian words.</summary>
    public static byte[] Decode(byte[] stream, PixelLayout layout)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "in.j2k"), raw = Path.Combine(folder.Path, "out.rawl");
        File.WriteAllBytes(file, stream);
        CommandLine.Run("opj_decompress", "libopenjp2-tools", "-i", file, "-o", raw);
        return TestImage.Interleave(File.ReadAllBytes(raw), layout);
    }
}
