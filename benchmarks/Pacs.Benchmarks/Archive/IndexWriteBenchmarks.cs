using BenchmarkDotNet.Attributes;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Testing;

namespace Pacs.Benchmarks.Archive;

/// <summary>Bringing instances to the index, in batches as the engine does.</summary>
[MemoryDiagnoser]
public class IndexWriteBenchmarks
{
    private const int Count = 4000;
    private readonly string _path = Path.Combine(ArchiveFolder.Root, $"pacs-bench-{Guid.NewGuid():N}.db");
    private IndexEntry[] _entries = null!;
    private SqliteIndex _index = null!;
    private long _sequence;

    /// <summary>Images of a series; 1 makes every instance bring a study, a series and often a patient.</summary>
    [Params(1, 100)]
    public int ImagesPerSeries { get; set; }

    [Params(100, Count)]
    public int BatchSize { get; set; }

    [GlobalSetup]
    public void MakeEntries() => _entries = [.. new SyntheticEntries(1).Archive(Count / ImagesPerSeries, 1, ImagesPerSeries)];

    [IterationSetup]
    public void OpenIndex()
    {
        _index = SqliteIndex.OpenAsync(_path).AsTask().GetAwaiter().GetResult();
        _sequence = 0;
    }

    [IterationCleanup]
    public void RemoveIndex()
    {
        _index.DisposeAsync().AsTask().GetAwaiter().GetResult();
        File.Delete(_path);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task Apply()
    {
        foreach (IndexEntry[] batch in _entries.Chunk(BatchSize))
            await _index.ApplyAsync(new IndexBatch([.. batch.Select(e => new InstanceStored(++_sequence, default, e))], $"{_sequence}", false), default);
    }
}
