using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A whole file in memory: meta information, data set, all values touched.</summary>
internal sealed class FileTarget : IFuzzTarget
{
    public string Name => "file";

    public IEnumerable<byte[]> Seeds(string corpus) => SeedFiles.All(corpus);

    public long AllocationLimit(int length) => (8L << 20) + (64L * length);

    public void Run(byte[] input)
    {
        using DicomFile file = DicomFile.Parse(input, new DicomReadOptions { MaxInflatedLength = 1 << 20, MaxDepth = 64 });
        foreach (DicomElement element in file.Dataset) _ = element.GetString();
    }
}
