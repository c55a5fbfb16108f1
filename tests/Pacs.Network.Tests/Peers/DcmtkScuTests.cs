using System.Net;
using Pacs.Core;
using Pacs.Network.Tests.Scp;

namespace Pacs.Network.Tests.Peers;

/// <summary>DCMTK's SCUs against our server.</summary>
[Category("Peers")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DcmtkScuTests
{
    private readonly FakeStore _store = new();
    private readonly FakeFind _find = new();
    private readonly FakeRetrieve _retrieve = new();
    private DicomServer _server = null!;
    private SyntheticFiles _files = null!;
    private string _port = null!;
    private int _destinationPort;

    [SetUp]
    public async Task StartAsync()
    {
        _files = new SyntheticFiles();
        _destinationPort = PeerProcess.FreePort();
        var services = new DicomServices { Store = _store, Find = _find, Retrieve = _retrieve, Peers = new PeerDirectory([new Peer("DEST", "127.0.0.1", _destinationPort)]) };
        _server = await DicomServer.StartAsync(new() { AeTitle = "SERVER", BindAddress = IPAddress.Loopback, Port = 0 }, services);
        _port = $"{_server.EndPoint.Port}";
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _files.Dispose();
    }

    [Test]
    public async Task Echoscu_IsAnswered()
    {
        (int code, string output) = await PeerProcess.RunAsync("echoscu", "-v", "127.0.0.1", _port);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("Received Echo Response (Success)"));
    }

    [Test]
    public async Task Storescu_SendsFiles()
    {
        string[] paths = await _files.WriteAsync(10);
        (int code, string output) = await PeerProcess.RunAsync("storescu", ["-v", "127.0.0.1", _port, .. paths]);
        Assert.That(code, Is.Zero, output);
        Assert.That(_store.Received.Select(r => r.Request.Id.SopInstance), Is.EqualTo(Enumerable.Range(1, 10).Select(i => SyntheticFiles.Dataset(i).GetUid(DicomTag.SOPInstanceUID))));
        foreach ((StoreRequest request, byte[] bytes) in _store.Received)
            Assert.That(DicomDataset.Parse(bytes, request.TransferSyntax).GetString(DicomTag.PatientID), Is.EqualTo("P1"));
    }

    [TestCase("-xi")]
    [TestCase("-xe")]
    [TestCase("-xb")]
    public async Task Storescu_InEachNativeSyntax_IsUnderstood(string syntax)
    {
        string[] paths = await _files.WriteAsync(1);
        (int code, string output) = await PeerProcess.RunAsync("storescu", ["-v", syntax, "127.0.0.1", _port, .. paths]);
        Assert.That(code, Is.Zero, output);
        (StoreRequest request, byte[] bytes) = _store.Received.Single();
        Assert.That(DicomDataset.Parse(bytes, request.TransferSyntax).GetUInt16(DicomTag.Rows), Is.EqualTo(64));
    }

    [Test]
    public async Task Storescu_HearsAFailure()
    {
        _store.Answer = _ => DicomStatus.OutOfResources;
        string[] paths = await _files.WriteAsync(1);
        (_, string output) = await PeerProcess.RunAsync("storescu", ["-v", "127.0.0.1", _port, .. paths]);
        Assert.That(output, Does.Contain("Refused: OutOfResources").Or.Contain("0xa700"));
    }

    [Test]
    public async Task Findscu_SeesTheMatches()
    {
        _find.Handler = (_, ct) => FakeFind.Matches(5, ct);
        (int code, string output) = await PeerProcess.RunAsync("findscu", "-v", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID", "127.0.0.1", _port);
        Assert.That(code, Is.Zero, output);
        Assert.That(output.Split("(Pending)").Length - 1, Is.EqualTo(5), output);
        Assert.That(output, Does.Contain("P4"));
        Assert.That(_find.Requests.Single().Identifier.GetString(DicomTag.QueryRetrieveLevel), Is.EqualTo("STUDY"));
    }

    [Test]
    public async Task Findscu_ThatCancels_HearsOfIt()
    {
        _find.Handler = (_, ct) => FakeFind.Matches(100_000, ct);
        (_, string output) = await PeerProcess.RunAsync("findscu", "-v", "-S", "--cancel", "3", "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID", "127.0.0.1", _port);
        Assert.That(output, Does.Contain("Cancel"), output[..Math.Min(output.Length, 2000)]);
    }

    [Test]
    public async Task Movescu_HasStorescpReceive()
    {
        string received = _files.Subfolder("received");
        await using PeerProcess destination = await PeerProcess.StartServerAsync(_destinationPort, "storescp", "+xa", "+B", "-od", received, $"{_destinationPort}");
        OfferFiles(await _files.WriteAsync(7));
        (int code, string output) = await PeerProcess.RunAsync("movescu", "-v", "-S", "-aem", "DEST", "-k", "QueryRetrieveLevel=STUDY", "-k", $"StudyInstanceUID={SyntheticFiles.Study}", "127.0.0.1", _port);
        Assert.That(code, Is.Zero, output);
        Assert.That(Directory.GetFiles(received), Has.Length.EqualTo(7), output);
        await AssertSameAsync(received);
    }

    [Test]
    public async Task Movescu_ToAnUnknownDestination_HearsA801()
    {
        (_, string output) = await PeerProcess.RunAsync("movescu", "-v", "-S", "-aem", "NOBODY", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2", "127.0.0.1", _port);
        Assert.That(output, Does.Contain("MoveDestinationUnknown").Or.Contain("a801").IgnoreCase);
    }

    [Test]
    public async Task Getscu_Receives()
    {
        string received = _files.Subfolder("received");
        OfferFiles(await _files.WriteAsync(7));
        (int code, string output) = await PeerProcess.RunAsync("getscu", "-v", "-S", "+B", "-od", received, "-k", "QueryRetrieveLevel=STUDY", "-k", $"StudyInstanceUID={SyntheticFiles.Study}", "127.0.0.1", _port);
        Assert.That(code, Is.Zero, output);
        Assert.That(Directory.GetFiles(received), Has.Length.EqualTo(7), output);
        await AssertSameAsync(received);
    }

    private void OfferFiles(string[] paths) => _retrieve.Handler = async (_, ct) =>
    {
        var instances = new List<IStoredInstance>();
        foreach (string path in paths) instances.Add(await FileInstance.LoadAsync(path, ct));
        return instances;
    };

    /// <summary>With +B the peer keeps the bytes as they came.</summary>
    private static async Task AssertSameAsync(string folder)
    {
        foreach (string path in Directory.GetFiles(folder))
        {
            DicomFile file = DicomFile.Parse(await File.ReadAllBytesAsync(path));
            int number = file.Dataset.GetInt32(DicomTag.InstanceNumber)!.Value;
            Assert.That(file.Dataset.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(SyntheticFiles.Dataset(number).GetBytes(DicomTag.PixelData).ToArray()));
        }
    }
}
