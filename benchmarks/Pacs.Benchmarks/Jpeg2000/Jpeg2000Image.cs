using System.Buffers;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Jpeg2000;

/// <summary>An image of the shared corpus, decoded and encoded anew.</summary>
internal sealed class Jpeg2000Image
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["CT 512x512 16 bit"] = "jpeg2000/693_J2KR.dcm", ["CR 1760x1760 10 bit"] = "jpeg2000/RG3_J2KR.dcm", ["RGB 640x480 8 bit"] = "jpeg2000/examples_jpeg2k.dcm",
    };

    public Jpeg2000Image(string name, TransferSyntax syntax)
    {
        string corpus = Path.Combine(Environment.GetEnvironmentVariable("PACS_SHARED") ?? Path.Combine("..", "shared"), "data", "dicom");
        using DicomFile file = DicomFile.OpenAsync(Path.Combine(corpus, Files[name])).AsTask().GetAwaiter().GetResult();
        using PixelFrame frame = DicomImage.DecodeAsync(file, frame: 0).AsTask().GetAwaiter().GetResult();
        (Layout, Pixels) = (frame.Layout, frame.Bytes.ToArray());
        if (Layout.IsSigned) (Layout, Pixels) = (Layout with { IsSigned = false }, Unsigned(Pixels, Layout.BitsStored));
        Scratch = new byte[Pixels.Length];
        var output = new ArrayBufferWriter<byte>();
        new Jpeg2000Codec().Encode(Pixels, Layout, syntax, EncodeOptions.Default, output, new CodecContext(Layout));
        Encoded = output.WrittenSpan.ToArray();
        string folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        EncodedFile = Path.Combine(folder, $"pacs-benchmark-{Guid.NewGuid():N}.j2c");
        File.WriteAllBytes(EncodedFile, Encoded);
    }

    public static IEnumerable<string> Names => Files.Keys;

    public PixelLayout Layout { get; }

    public byte[] Pixels { get; }

    public byte[] Encoded { get; }

    /// <summary>The codestream as a file, in memory where the system has such files.</summary>
    public string EncodedFile { get; }

    /// <summary>Room for decoded pixels.</summary>
    public byte[] Scratch { get; }

    /// <summary>Room for encoded ones.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new(16 << 20);

    // The files that all peers read have no sign: the range moves up by half.
    private static byte[] Unsigned(byte[] pixels, int bits)
    {
        for (int i = 0; i < pixels.Length; i += 2)
        {
            int value = (BitConverter.ToInt16(pixels, i) + (1 << (bits - 1))) & ((1 << bits) - 1);
            (pixels[i], pixels[i + 1]) = ((byte)value, (byte)(value >> 8));
        }

        return pixels;
    }
}
