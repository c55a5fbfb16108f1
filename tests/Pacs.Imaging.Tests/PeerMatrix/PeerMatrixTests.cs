using System.Runtime.InteropServices;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Imaging.Tests.PeerMatrix;

/// <summary>Images of every shape, encoded by other people's tools in every way they know: lossless ones come back as they were, lossy ones as the tool itself reads them.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class PeerMatrixTests
{
    private static readonly (string Name, string Program, string[] Arguments)[] Lossless =
    [
        ("dcmtk rle", "dcmcrle", []), ("dcmtk rle fragments", "dcmcrle", ["+fs", "1"]),
        ("dcmtk sv1", "dcmcjpeg", ["+e1"]), ("dcmtk fragments", "dcmcjpeg", ["+e1", "+fs", "1"]), ("dcmtk no offsets", "dcmcjpeg", ["+e1", "-ot"]),
        ("dcmtk sv2", "dcmcjpeg", ["+el", "+sv", "2"]), ("dcmtk sv3", "dcmcjpeg", ["+el", "+sv", "3"]), ("dcmtk sv4", "dcmcjpeg", ["+el", "+sv", "4"]),
        ("dcmtk sv5", "dcmcjpeg", ["+el", "+sv", "5"]), ("dcmtk sv6", "dcmcjpeg", ["+el", "+sv", "6"]), ("dcmtk sv7", "dcmcjpeg", ["+el", "+sv", "7"]),
        ("dcmtk jls line", "dcmcjpls", ["+il"]), ("dcmtk jls sample", "dcmcjpls", ["+is"]), ("dcmtk jls none", "dcmcjpls", ["+in"]), ("dcmtk jls cooked", "dcmcjpls", ["+pc"]),
        ("dcmtk jls thresholds", "dcmcjpls", ["+t1", "5", "+t2", "9", "+t3", "30", "+rs", "31", "+pc"]), ("dcmtk jls fragments", "dcmcjpls", ["+fs", "1"]),
        ("gdcm rle", "gdcmconv", ["--rle"]), ("gdcm jpeg", "gdcmconv", ["--jpeg"]), ("gdcm jls", "gdcmconv", ["--jpegls"]), 
    ];

    private static readonly (string Name, string[] Arguments)[] Lossy =
    [
        ("baseline", ["+eb"]), ("baseline 75", ["+eb", "+q", "75"]), ("extended", ["+ee"]), ("extended 12", ["+ee", "+bt"]), ("spectral", ["+es"]), ("progressive", ["+ep"]), ("progressive 12", ["+ep", "+bt"]),
        ("rgb", ["+eb", "+cr"]), ("444", ["+eb", "+s4"]), ("422 full", ["+eb", "+n2"]), ("411 full", ["+eb", "+n1"]), ("411", ["+eb", "+np"]), ("fragments", ["+eb", "+fs", "1"]), ("standard codes", ["+eb", "-ho", "+q", "30"]),
    ];

    private static readonly (int Rows, int Columns)[] Sizes = [(17, 23), (64, 48), (1, 9)];

    // Cooked, DCMTK keeps 8 bits in bytes, and takes other thresholds for 7 bits than the standard says (ISO 14495-1 §C.2.4.1.1, T3 = 4 for 10).
    private static IEnumerable<TestCaseData> LosslessCases() =>
        from way in Lossless from shape in Shapes() where !(way.Arguments.Contains("+pc") && shape.Layout.BitsStored <= 8 && shape.Layout.BitsStored != shape.Layout.BitsAllocated) select new TestCaseData(way.Program, way.Arguments, shape.Layout, shape.Frames).SetArgDisplayNames(way.Name, shape.Name);

    private static IEnumerable<TestCaseData> LossyCases() =>
        from way in Lossy
        from shape in Shapes()
        where !shape.Layout.IsSigned && shape.Layout.BitsStored is 8 or 12 && (shape.Layout.SamplesPerPixel == 1 || shape.Layout.BitsStored == 8)
            && (shape.Layout.SamplesPerPixel == 3 || !way.Arguments.Any(static option => option is "+cr" or "+s4" or "+n2" or "+n1" or "+np"))
        select new TestCaseData(way.Arguments, shape.Layout, shape.Frames).SetArgDisplayNames(way.Name, shape.Name);

    [TestCaseSource(nameof(LosslessCases))]
    public async Task ALosslessImageOfAPeer_IsDecodedToWhatItWas(string program, string[] arguments, PixelLayout layout, int frames)
    {
        using var folder = new TemporaryFolder();
        byte[] expected = await WriteAsync(folder.File("native.dcm"), layout, frames);
        if (!Encode(program, arguments, folder)) Assert.Ignore($"{program} does not encode this.");

        byte[] actual = await PixelsAsync(folder.File("encoded.dcm"));
        Assert.That(Difference(expected, actual, layout), Is.Zero);
    }

    [TestCaseSource(nameof(LossyCases))]
    public async Task ALossyImageOfDcmtk_IsDecodedAsDcmtkDoes(string[] arguments, PixelLayout layout, int frames)
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder.File("native.dcm"), layout, frames);
        if (!Encode("dcmcjpeg", arguments, folder)) Assert.Ignore("dcmcjpeg does not encode this.");
        Peer.Run("dcmdjpeg", default, folder.File("encoded.dcm"), folder.File("decoded.dcm"));

        byte[] ours = await PixelsAsync(folder.File("encoded.dcm")), theirs = await PixelsAsync(folder.File("decoded.dcm"));
        await using DicomFile decoded = await DicomFile.OpenAsync(folder.File("decoded.dcm"));
        PixelLayout shape = PixelLayout.Of(decoded.Dataset);
        // A rounding more or less in the inverse transform, and again in the colours.
        Assert.That(Difference(theirs, ours, shape), Is.LessThanOrEqualTo(shape.SamplesPerPixel == 3 ? 3 : shape.BitsStored > 8 ? 2 : 1));
    }

    private static IEnumerable<(string Name, PixelLayout Layout, int Frames)> Shapes()
    {
        int turn = 0;
        foreach ((int rows, int columns) in Sizes)
        {
            foreach ((int allocated, int stored, bool isSigned) in new[] { (8, 8, false), (8, 7, false), (8, 8, true), (16, 8, false), (16, 10, false), (16, 12, false), (16, 12, true), (16, 16, false), (16, 16, true) })
            {
                int frames = turn++ % 2 * 2 + 1;
                yield return ($"{columns}x{rows} {stored}/{allocated}{(isSigned ? "s" : "u")} f{frames}", new PixelLayout { Rows = rows, Columns = columns, BitsAllocated = allocated, BitsStored = stored, HighBit = stored - 1, IsSigned = isSigned, Photometric = stored == 10 ? PhotometricInterpretation.Monochrome1 : PhotometricInterpretation.Monochrome2 }, frames);
            }

            foreach ((int bits, bool isPlanar) in new[] { (8, false), (8, true), (16, false) })
            {
                int frames = turn++ % 2 * 2 + 1;
                yield return ($"{columns}x{rows} rgb {bits}{(isPlanar ? " planar" : "")} f{frames}", new PixelLayout { Rows = rows, Columns = columns, SamplesPerPixel = 3, BitsAllocated = bits, BitsStored = bits, HighBit = bits - 1, IsPlanar = isPlanar, Photometric = PhotometricInterpretation.Rgb }, frames);
            }
        }
    }

    /// <summary>Writes a native file. The pixels come back interleaved.</summary>
    internal static async Task<byte[]> WriteAsync(string path, PixelLayout layout, int frames, Action<DicomDataset>? change = null)
    {
        var pixels = new MemoryStream();
        var interleaved = new MemoryStream();
        for (int frame = 0; frame < frames; frame++)
        {
            byte[] one = SyntheticFrame.Pixels(layout, frame + 1), together = new byte[one.Length];
            pixels.Write(one);
            new NativeCodec().Decode(one, layout, together, new CodecContext(layout));
            interleaved.Write(together);
        }

        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, frames == 1 ? DicomUid.SecondaryCaptureImageStorage : layout.SamplesPerPixel == 3 ? DicomUid.MultiFrameTrueColorSecondaryCaptureImageStorage
            : layout.BitsAllocated > 8 ? DicomUid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage : DicomUid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid("2.25.77"));
        dataset.Set(DicomTag.StudyInstanceUID, new DicomUid("2.25.78"));
        dataset.Set(DicomTag.SeriesInstanceUID, new DicomUid("2.25.79"));
        dataset.Set(DicomTag.Modality, "OT");
        dataset.SetUInt16(DicomTag.SamplesPerPixel, (ushort)layout.SamplesPerPixel);
        dataset.Set(DicomTag.PhotometricInterpretation, layout.Photometric switch { PhotometricInterpretation.Rgb => "RGB", PhotometricInterpretation.Monochrome1 => "MONOCHROME1", PhotometricInterpretation.YbrFull => "YBR_FULL", _ => "MONOCHROME2" });
        if (layout.SamplesPerPixel > 1) dataset.SetUInt16(DicomTag.PlanarConfiguration, (ushort)(layout.IsPlanar ? 1 : 0));
        if (frames > 1) dataset.Set(DicomTag.NumberOfFrames, frames.ToString(System.Globalization.CultureInfo.InvariantCulture));
        dataset.SetUInt16(DicomTag.Rows, (ushort)layout.Rows);
        dataset.SetUInt16(DicomTag.Columns, (ushort)layout.Columns);
        dataset.SetUInt16(DicomTag.BitsAllocated, (ushort)layout.BitsAllocated);
        dataset.SetUInt16(DicomTag.BitsStored, (ushort)layout.BitsStored);
        dataset.SetUInt16(DicomTag.HighBit, (ushort)layout.HighBit);
        dataset.SetUInt16(DicomTag.PixelRepresentation, (ushort)(layout.IsSigned ? 1 : 0));
        change?.Invoke(dataset);
        if (pixels.Length % 2 != 0) pixels.WriteByte(0);
        dataset.SetBytes(DicomTag.PixelData, layout.BitsAllocated > 8 ? DicomVR.OW : DicomVR.OB, pixels.ToArray());
        await new DicomFile(dataset).SaveAsync(path);
        return interleaved.ToArray();
    }

    internal static async Task<byte[]> PixelsAsync(string path)
    {
        await using DicomFile file = await DicomFile.OpenAsync(path);
        var output = new MemoryStream();
        await DicomImage.WritePixelsAsync(file, output);
        return output.ToArray();
    }

    // Not all tools do all; that they cannot is no fault of ours.
    private static bool Encode(string program, string[] arguments, TemporaryFolder folder)
    {
        string[] command = ["-c", "\"$@\" >/dev/null 2>&1 || true", "encode", program, .. arguments, folder.File("native.dcm"), folder.File("encoded.dcm")];
        Peer.Run("bash", default, command);
        return File.Exists(folder.File("encoded.dcm")) && new FileInfo(folder.File("encoded.dcm")).Length > 0;
    }

    private static int Difference(byte[] expected, byte[] actual, PixelLayout layout)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        if (layout.BitsAllocated == 8) return expected.Zip(actual, static (a, b) => Math.Abs(a - b)).Max();
        ReadOnlySpan<ushort> left = MemoryMarshal.Cast<byte, ushort>(expected), right = MemoryMarshal.Cast<byte, ushort>(actual);
        int largest = 0;
        for (int i = 0; i < left.Length; i++) largest = Math.Max(largest, Math.Abs(left[i] - right[i]));
        return largest;
    }
}
