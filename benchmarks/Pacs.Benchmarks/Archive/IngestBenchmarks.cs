using BenchmarkDotNet.Attributes;

namespace Pacs.Benchmarks.Archive;

/// <summary>Taking in objects through the engine: durable and indexed, without a network.</summary>
[MemoryDiagnoser]
public class IngestBenchmarks
{
    private const int Count = 64;
    private ArchiveFolder _folder = null!;
    private ObjectSource _source = null!;

    [Params(StoreUnderTest.Segments, StoreUnderTest.Files)]
    public StoreUnderTest Store { get; set; }

    /// <summary>Bytes of an object: a small MR image, a CT image.</summary>
    [Params(20_000, 527_000)]
    public int Length { get; set; }

    [Params(1, 4, 16)]
    public int Senders { get; set; }

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _folder = await ArchiveFolder.CreateAsync(Store);
        _source = new ObjectSource(Length);
    }

    [GlobalCleanup]
    public async Task CloseAsync() => await _folder.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Receive() => _source.Send(_folder.Archive, Senders, Count);
}
