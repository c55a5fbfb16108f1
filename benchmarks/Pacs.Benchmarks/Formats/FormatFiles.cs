using Pacs.Core;

namespace Pacs.Benchmarks.Formats;

/// <summary>Files of the shared corpus (PACS_SHARED) that the benchmarks read.</summary>
internal static class FormatFiles
{
    /// <summary>A CT header of 4 KB: flat, private elements.</summary>
    public const string Ct = "native/CT_small.dcm";

    /// <summary>A multi-frame header: nested functional groups, 130 KB of JSON.</summary>
    public const string Nested = "segmentation/seg_image_sm_dots.dcm";

    public static byte[] Bytes(string name) =>
        File.ReadAllBytes(Path.Combine(Environment.GetEnvironmentVariable("PACS_SHARED") ?? Path.Combine("..", "shared"), "data", "dicom", name.Replace('/', Path.DirectorySeparatorChar)));

    /// <summary>The header alone, its sequences unopened.</summary>
    public static DicomDataset Header(string name) => DicomFile.Parse(Bytes(name), new DicomReadOptions { StopBefore = DicomTag.PixelData }).Dataset;
}
