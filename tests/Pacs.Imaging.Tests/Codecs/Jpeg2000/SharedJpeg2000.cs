using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Pacs.Tests;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>JPEG 2000 and HTJ2K files of the shared manifest, with what they must decode to.</summary>
public sealed record SharedJpeg2000(string Path, string Syntax, PixelLayout Layout, int Frames, string ExpectedSha256, string Tolerance, string Reference, string Notes)
{
    private static readonly string[] Prefixes = ["jpeg2000/", "htj2k/", "transfer-syntax-sweep/", "same-image-nine-syntaxes/", "segmentation/"];

    public static IEnumerable<SharedJpeg2000> All()
    {
        string manifest = SharedData.File("MANIFEST.tsv");
        string[] header = File.ReadLines(manifest).First().Split('\t');
        int Column(string name) => Array.IndexOf(header, name);
        foreach (string line in File.ReadLines(manifest).Skip(1))
        {
            string[] cells = line.Split('\t');
            string syntax = cells[Column("transfer_syntax")], path = cells[0];
            if (!(syntax.EndsWith("4.90", StringComparison.Ordinal) || syntax.EndsWith("4.91", StringComparison.Ordinal) || syntax.Contains("4.20", StringComparison.Ordinal))) continue;
            if (!Prefixes.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal))) continue;
            int Number(string name) => int.TryParse(cells[Column(name)], out int value) ? value : 0;
            var layout = new PixelLayout
            {
                Rows = Number("rows"), Columns = Number("cols"), SamplesPerPixel = Number("samples"), BitsAllocated = Number("bits_allocated"),
                BitsStored = Number("bits_stored"), HighBit = Number("bits_stored") - 1, IsSigned = Number("pixel_rep") == 1,
                Photometric = PhotometricTerms.Parse(cells[Column("photometric")]),
            };
            yield return new SharedJpeg2000(path, syntax, layout, Math.Max(1, Number("frames")), cells[Column("expected_sha256")], cells[Column("tolerance")], cells[Column("reference")], cells[Column("notes")]);
        }
    }

    public override string ToString() => Path;

    /// <summary>
    /// The difference per sample that the manifest allows: its tolerance, or the spread of its own reference decoders where that is greater.
    /// (Of noise with 16 bits one decoder's rounded 2/K of the 9/7 wavelet makes 3 steps.)
    /// </summary>
    public int AllowedDifference
    {
        get
        {
            int tolerance = Tolerance.Contains("max 2", StringComparison.Ordinal) || Layout.SamplesPerPixel == 3 ? 2 : 1;
            foreach (Match spread in Regex.Matches(Notes, @"openjpeg vs \w+: max (\d+)")) tolerance = Math.Max(tolerance, int.Parse(spread.Groups[1].Value));
            return tolerance;
        }
    }

    /// <summary>The encoded frames, each with its fragments joined.</summary>
    public IReadOnlyList<byte[]> ReadFrames()
    {
        byte[] file = File.ReadAllBytes(SharedData.File(Path));
        int at = PixelData(file);
        var fragments = new List<byte[]>();
        while (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) == 0xE000FFFE && at + 8 <= file.Length)
        {
            int length = Math.Min((int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4)), file.Length - at - 8);
            fragments.Add(file[(at + 8)..(at + 8 + length)]);
            at += 8 + length;
            if (at + 8 > file.Length) break;
        }

        // The first item is the offset table; a frame begins with a codestream or a JP2 signature box.
        var frames = new List<byte[]>();
        foreach (byte[] fragment in fragments.Skip(1))
        {
            if (frames.Count == 0 || fragment is [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', ..]) frames.Add(fragment);
            else frames[^1] = [.. frames[^1], .. fragment];
        }

        return frames;
    }

    /// <summary>The raw reference decode of a lossy file, or null when the manifest stores none.</summary>
    public byte[]? ReadReference()
    {
        if (Reference.Length == 0) return null;
        using var gzip = new GZipStream(File.OpenRead(SharedData.File(Reference.Split(' ')[0])), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        gzip.CopyTo(raw);
        return raw.ToArray();
    }

    private static int PixelData(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> head = [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        ReadOnlySpan<byte> unknown = [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        int at = Math.Max(file.LastIndexOf(head), file.LastIndexOf(unknown));
        return at + head.Length;
    }
}
