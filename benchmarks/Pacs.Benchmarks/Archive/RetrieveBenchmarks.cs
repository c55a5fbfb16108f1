using BenchmarkDotNet.Attributes;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Benchmarks.Archive;

/// <summary>Giving back the objects of an archive, from the page cache.</summary>
[MemoryDiagnoser]
public class RetrieveBenchmarks
{
    private const int Count = 200;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private ArchiveFolder _folder = null!;
    private List<IndexEntry> _entries = null!;

    [Params(StoreUnderTest.Segments, StoreUnderTest.Files)]
    public StoreUnderTest Store { get; set; }

    [Params(20_000, 527_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public async Task FillAsync()
    {
        _folder = await ArchiveFolder.CreateAsync(Store);
        new ObjectSource(Length).Send(_folder.Archive, senders: 4, Count);
        _entries = await LocateAsync();
    }

    [GlobalCleanup]
    public async Task CloseAsync() => await _folder.DisposeAsync();

    /// <summary>Which instances a selector names.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public Task<List<IndexEntry>> Locate() => LocateAsync();

    /// <summary>Open, read all, close.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<long> Read()
    {
        long total = 0;
        foreach (IndexEntry entry in _entries)
        {
            await using IEncodedDataset data = await _folder.Archive.OpenAsync(entry);
            for (long offset = 0; await data.ReadAsync(offset, _buffer, default) is > 0 and int read; offset += read) total += read;
        }

        return total;
    }

    private async Task<List<IndexEntry>> LocateAsync()
    {
        List<IndexEntry> entries = [];
        await foreach (IndexEntry entry in _folder.Archive.LocateAsync(new InstanceSelector())) entries.Add(entry);
        return entries;
    }
}
