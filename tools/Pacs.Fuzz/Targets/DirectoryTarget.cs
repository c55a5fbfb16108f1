using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A DICOMDIR: its tree, and what follows from it.</summary>
internal sealed class DirectoryTarget : IFuzzTarget
{
    public string Name => "dicomdir";

    public IEnumerable<byte[]> Seeds(string corpus) => Directory.EnumerateFiles(Path.Combine(corpus, "dicomdir"), "DICOMDIR*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    public long AllocationLimit(int length) => (8L << 20) + (256L * length);

    public void Run(byte[] input)
    {
        DicomFileSet set = DicomFileSet.Parse(input, Path.GetTempPath(), new DicomReadOptions { MaxInflatedLength = 1 << 20, MaxDepth = 64 });
        foreach (DirectoryRecord record in set.Records.Concat(set.Orphans.SelectMany(orphan => orphan.WithDescendants()))) _ = (record.FileId, record.Instance, record.TransferSyntax);
    }
}
