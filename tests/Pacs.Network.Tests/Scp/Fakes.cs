using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

/// <summary>Keeps what it is sent.</summary>
internal sealed class FakeStore : IStoreScp
{
    public ConcurrentQueue<(StoreRequest Request, byte[] Bytes)> Received { get; } = [];

    /// <summary>Takes the place of reading, when set.</summary>
    public Func<StoreRequest, PipeReader, CancellationToken, ValueTask<DicomStatus>>? Handler { get; set; }

    /// <summary>Gives the status after reading.</summary>
    public Func<StoreRequest, DicomStatus> Answer { get; set; } = _ => DicomStatus.Success;

    public async ValueTask<DicomStatus> StoreAsync(StoreRequest request, PipeReader dataset, CancellationToken ct)
    {
        if (Handler is not null) return await Handler(request, dataset, ct);
        Received.Enqueue((request, await ReadAsync(dataset, ct)));
        return Answer(request);
    }

    public static async Task<byte[]> ReadAsync(PipeReader dataset, CancellationToken ct)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (true)
        {
            ReadResult result = await dataset.ReadAsync(ct);
            foreach (ReadOnlyMemory<byte> segment in result.Buffer) bytes.Write(segment.Span);
            dataset.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return bytes.WrittenSpan.ToArray();
        }
    }
}

/// <summary>Answers with what it is given.</summary>
internal sealed class FakeFind : IFindScp
{
    public ConcurrentQueue<FindRequest> Requests { get; } = [];

    public Func<FindRequest, CancellationToken, IAsyncEnumerable<DicomDataset>> Handler { get; set; } = (_, _) => Matches(0);

    public IAsyncEnumerable<DicomDataset> FindAsync(FindRequest request, CancellationToken ct)
    {
        Requests.Enqueue(request);
        return Handler(request, ct);
    }

    public static async IAsyncEnumerable<DicomDataset> Matches(int count, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await Task.CompletedTask;
        for (int i = 0; i < count; i++)
        {
            ct.ThrowIfCancellationRequested();
            yield return Match(i);
        }
    }

    public static DicomDataset Match(int number)
    {
        var match = new DicomDataset();
        match.Set(DicomTag.PatientID, $"P{number}");
        return match;
    }
}

/// <summary>Finds what it is given.</summary>
internal sealed class FakeRetrieve : IRetrieveScp
{
    public ConcurrentQueue<RetrieveRequest> Requests { get; } = [];

    public Func<RetrieveRequest, CancellationToken, ValueTask<IReadOnlyList<IStoredInstance>>> Handler { get; set; } = (_, _) => new([]);

    public ValueTask<IReadOnlyList<IStoredInstance>> ResolveAsync(RetrieveRequest request, CancellationToken ct)
    {
        Requests.Enqueue(request);
        return Handler(request, ct);
    }
}
