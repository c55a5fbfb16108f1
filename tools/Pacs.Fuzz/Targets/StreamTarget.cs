using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A file opened in a stream, large values left there: it is what it is in memory, or refused as it is there.</summary>
internal sealed class StreamTarget : IFuzzTarget
{
    private static readonly DicomReadOptions Options = new() { MaxInflatedLength = 1 << 20, MaxDepth = 64, DeferAbove = 256 };

    public string Name => "stream";

    public IEnumerable<byte[]> Seeds(string corpus) => SeedFiles.All(corpus);

    public long AllocationLimit(int length) => (8L << 20) + (128L * length);

    public void Run(byte[] input)
    {
        string parsed = Describe(() => DicomFile.Parse(input, Options));
        string opened = Describe(() => DicomFile.OpenAsync(new MemoryStream(input, writable: false), Options).AsTask().GetAwaiter().GetResult());
        if (parsed != opened) throw new InvalidOperationException($"In memory: {parsed}; in a stream: {opened}");
    }

    private static string Describe(Func<DicomFile> read)
    {
        try
        {
            using DicomFile file = read();
            var hash = default(HashCode);
            foreach (DicomElement element in file.Dataset)
            {
                hash.Add(element.Tag);
                hash.Add(element.VR);
                hash.Add(element.Length);
                hash.Add(element.Offset);
            }

            return $"{file.TransferSyntax}, {file.Dataset.Count} elements {hash.ToHashCode()}, {string.Join(", ", file.Findings.Select(static finding => $"{finding.Kind} {finding.Tag} {finding.Offset} {finding.Message}"))}";
        }
        catch (DicomException)
        {
            return "refused";
        }
    }
}
