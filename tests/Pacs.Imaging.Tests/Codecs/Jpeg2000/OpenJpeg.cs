using System.Buffers.Binary;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>OpenJPEG's decoder, by its command.</summary>
internal static class OpenJpeg
{
    /// <summary>Decodes a codestream to interleaved little endian words.</summary>
    public static byte[] Decode(byte[] stream, PixelLayout layout)
    {
        byte[]? pixels = TryDecode(stream, layout, out string? error);
        Assert.That(error, Is.Null);
        return pixels!;
    }

    /// <summary>The same, or what the decoder complains of.</summary>
    public static byte[]? TryDecode(byte[] stream, PixelLayout layout, out string? error)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "in.j2k"), raw = Path.Combine(folder.Path, "out.rawl");
        File.WriteAllBytes(file, stream);
        error = CommandLine.TryRun("opj_decompress", "libopenjp2-tools", "-i", file, "-o", raw);
        return error is not null ? null : TestImage.Interleave(Extend(File.ReadAllBytes(raw), layout), layout);
    }

    // Raw files have the bits of a sample and no more.
    private static byte[] Extend(byte[] words, PixelLayout layout)
    {
        int unused = layout.BitsAllocated - layout.BitsStored;
        if (!layout.IsSigned || unused == 0) return words;
        if (layout.BitsAllocated == 8) return [.. words.Select(word => (byte)((sbyte)(word << unused) >> unused))];
        for (int i = 0; i < words.Length; i += 2) BinaryPrimitives.WriteInt16LittleEndian(words.AsSpan(i), (short)((short)(BinaryPrimitives.ReadInt16LittleEndian(words.AsSpan(i)) << unused) >> unused));
        return words;
    }
}
