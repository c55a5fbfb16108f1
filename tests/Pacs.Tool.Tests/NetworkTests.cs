using System.IO.Pipelines;
using System.Net;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Tool.Tests;

/// <summary>Commands against a server of ours on the loopback interface; foreign peers are in the interop tests.</summary>
public sealed class NetworkTests
{
    private ToolFolder _folder = null!;
    private DicomServer _server = null!;

    private string Peer => $"PACS@127.0.0.1:{_server.EndPoint.Port}";

    [SetUp]
    public async Task StartServer()
    {
        _folder = new ToolFolder();
        var scp = new MemoryScp();
        _server = await DicomServer.StartAsync(
            new DicomServerOptions { AeTitle = "PACS", BindAddress = IPAddress.Loopback, Port = 0 },
            new DicomServices { Store = scp, Find = scp, Retrieve = scp });
    }

    [TearDown]
    public async Task StopServer()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Echo_TellsTheStatus()
    {
        ToolRun run = (await ToolRun.OfAsync("echo", Peer)).Ended(0);

        Assert.That(run.Output, Does.StartWith($"{Peer} answered 0000 after "));
    }

    [Test]
    public async Task Echo_ToNobody_EndsWithFour()
    {
        await _server.DisposeAsync();

        ToolRun run = (await ToolRun.OfAsync("echo", Peer, "--timeout", "5")).Ended(4);

        Assert.That(run.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Send_ThenGet_GivesTheSameDataSet()
    {
        string path = await _folder.InstanceAsync("a.dcm");

        ToolRun sent = (await ToolRun.OfAsync("send", Peer, path)).Ended(0);
        ToolRun got = (await ToolRun.OfAsync("get", Peer, "--study", "1.2.3", "-o", _folder.PathOf("got"))).Ended(0);

        Assert.That(sent.Output.Trim(), Is.EqualTo("1 sent, 0 with warnings, 0 failed"));
        Assert.That(got.Output.Trim(), Is.EqualTo("0000: 1 completed, 0 with warnings, 0 failed"));
        using DicomFile original = await DicomFile.OpenAsync(path), fetched = await DicomFile.OpenAsync(_folder.PathOf("got/1.2.3.4.5.dcm"));
        Assert.That(fetched.Dataset.ContentEquals(original.Dataset), Is.True);
    }

    [Test]
    public async Task Send_OfWhatIsNoDicom_GoesOnAndEndsWithOne()
    {
        await File.WriteAllTextAsync(_folder.PathOf("no.dcm"), "hello");

        ToolRun run = (await ToolRun.OfAsync("send", Peer, _folder.PathOf("no.dcm"), await _folder.InstanceAsync("a.dcm"), "--json")).Ended(1);

        Assert.That(run.Lines, Has.Length.EqualTo(2));
        Assert.That(run.Lines[1], Does.Contain("\"status\":\"0000\""));
    }

    [Test]
    public async Task Find_WritesATableSeparatedByTabs()
    {
        await ToolRun.OfAsync("send", Peer, await _folder.InstanceAsync("a.dcm"));

        ToolRun run = (await ToolRun.OfAsync("find", Peer, "-k", "PatientName=M*")).Ended(0);

        Assert.That(run.Lines[0].Split('\t'), Is.EqualTo(["StudyDate", "StudyDescription", "PatientName", "PatientID", "StudyInstanceUID"]));
        Assert.That(run.Lines[1].Split('\t')[2..], Is.EqualTo(["Müller^Jürgen", "P1", "1.2.3"]));
        Assert.That(run.Error.Trim(), Is.EqualTo("1 match"));
    }

    [Test]
    public async Task Find_AsJson_WritesAnArrayOfDataSets()
    {
        await ToolRun.OfAsync("send", Peer, await _folder.InstanceAsync("a.dcm"));

        ToolRun run = (await ToolRun.OfAsync("find", Peer, "--json")).Ended(0);

        Assert.That(DicomJson.ParseAll(System.Text.Encoding.UTF8.GetBytes(run.Output)).Single().GetString(DicomTag.PatientID), Is.EqualTo("P1"));
    }

    [Test]
    public async Task Move_ToAnUnknownDestination_TellsTheStatusAndEndsWithOne()
    {
        await ToolRun.OfAsync("send", Peer, await _folder.InstanceAsync("a.dcm"));

        ToolRun run = (await ToolRun.OfAsync("move", Peer, "--to", "NOWHERE", "--study", "1.2.3")).Ended(1);

        Assert.That(run.Output, Does.StartWith("A801"));
    }

    /// <summary>Keeps what it gets, in memory.</summary>
    private sealed class MemoryScp : IStoreScp, IFindScp, IRetrieveScp
    {
        private readonly List<DicomDataset> _stored = [];
        private readonly List<IStoredInstance> _instances = [];

        public async ValueTask<DicomStatus> StoreAsync(StoreRequest request, PipeReader dataset, CancellationToken ct)
        {
            using var bytes = new MemoryStream();
            await dataset.CopyToAsync(bytes, ct);
            _stored.Add(DicomDataset.Parse(bytes.ToArray(), request.TransferSyntax));
            _instances.Add(new StoredBytes(request.Id, request.TransferSyntax, bytes.ToArray()));
            return DicomStatus.Success;
        }

        public IAsyncEnumerable<DicomDataset> FindAsync(FindRequest request, CancellationToken ct) => _stored.ToAsyncEnumerable();

        public ValueTask<IReadOnlyList<IStoredInstance>> ResolveAsync(RetrieveRequest request, CancellationToken ct) => new(_instances);
    }

    private sealed class StoredBytes(InstanceId id, TransferSyntax syntax, byte[] bytes) : IStoredInstance, IEncodedDataset
    {
        public InstanceId Id => id;

        public TransferSyntax TransferSyntax => syntax;

        public long Length => bytes.Length;

        public ValueTask<IEncodedDataset> OpenAsync(CancellationToken ct) => new(this);

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
        {
            ReadOnlyMemory<byte> rest = bytes.AsMemory((int)offset);
            int count = Math.Min(rest.Length, destination.Length);
            rest[..count].CopyTo(destination);
            return new(count);
        }

        public async ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct)
        {
            long done = 0;
            foreach (Memory<byte> destination in destinations) done += await ReadAsync(offset + done, destination, ct);
            return done;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
