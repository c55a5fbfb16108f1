using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

/// <summary>A line of the shared corpus' manifest that names a file and what its pixels decode to.</summary>
internal sealed record Manifest(string Path, TransferSyntax Syntax, int BitsAllocated, int Samples, int Frames, string Sha256, string MaskedSha256, string Notes)
{
    /// <summary>All DICOM images of the corpus; none where the corpus is missing.</summary>
    public static IReadOnlyList<Manifest> Images { get; } = Read();

    private static Manifest[] Read()
    {
        if (SharedData.Root is null || System.IO.Path.Combine(SharedData.Root, "data", "dicom", "MANIFEST.tsv") is var path && !File.Exists(path)) return [];
        string[] lines = File.ReadAllLines(path);
        string[] header = lines[0].Split('\t');
        return [.. lines[1..].Select(line => line.Split('\t')).Where(cells => Cell(cells, "transfer_syntax").Length > 0 && Cell(cells, "rows").Length > 0).Select(cells => new Manifest(
            Cell(cells, "path"), TransferSyntax.Get(new DicomUid(Cell(cells, "transfer_syntax"))), Number(cells, "bits_allocated"), Number(cells, "samples"), Number(cells, "frames"),
            Cell(cells, "expected_sha256"), Cell(cells, "expected_masked_sha256"), Cell(cells, "notes")))];

        string Cell(string[] cells, string name) => Array.IndexOf(header, name) is var i && i < cells.Length ? cells[i] : "";
        int Number(string[] cells, string name) => int.TryParse(Cell(cells, name), out int number) ? number : 1;
    }
}
