using BenchmarkDotNet.Attributes;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Benchmarks.Archive;

/// <summary>Asking an index of 20,000 studies.</summary>
[MemoryDiagnoser]
public class IndexBenchmarks
{
    private const int Studies = 20_000;
    private readonly string _path = Path.Combine(ArchiveFolder.Root, $"pacs-bench-{Guid.NewGuid():N}.db");
    private SqliteIndex _index = null!;
    private int _turn;

    [GlobalSetup]
    public async Task FillAsync()
    {
        _index = await SqliteIndex.OpenAsync(_path);
        long sequence = 0;
        foreach (IndexEntry[] batch in new SyntheticEntries(1).Archive(Studies, 1, 1).Chunk(4000))
        {
            await _index.ApplyAsync(new IndexBatch([.. batch.Select(e => new InstanceStored(++sequence, default, e))], $"{sequence}", false), default);
        }
    }

    [GlobalCleanup]
    public async Task RemoveAsync()
    {
        await _index.DisposeAsync();
        File.Delete(_path);
    }

    /// <summary>One or two studies.</summary>
    [Benchmark(Baseline = true)]
    public Task<int> PatientId() => CountAsync(DicomQuery.Studies().Match(DicomTag.PatientID, $"P{_turn++ * 7919 % (Studies * 2 / 3):000000}"));

    /// <summary>About 50 studies.</summary>
    [Benchmark]
    public Task<int> MonthAndModality() => CountAsync(DicomQuery.Studies().Match(DicomTag.StudyDate, DateRange.Between(new(2023, 3, 1), new(2023, 3, 31))).Match(DicomTag.ModalitiesInStudy, "CT"));

    /// <summary>The first 100 of about 1,500 studies.</summary>
    [Benchmark]
    public Task<int> NameBeginning() => CountAsync(DicomQuery.Studies().Match(DicomTag.PatientName, "smith*").Take(100));

    /// <summary>The first 100; no index can seek the end of a name.</summary>
    [Benchmark]
    public Task<int> NameEnd() => CountAsync(DicomQuery.Studies().Match(DicomTag.PatientName, "*jane").Take(100));

    private async Task<int> CountAsync(DicomQuery query)
    {
        int count = 0;
        await foreach (DicomDataset _ in _index.FindAsync(query, default)) count++;
        return count;
    }
}
