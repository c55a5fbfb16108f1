using System.Net;
using System.Net.Sockets;
using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>Against the server of this suite, over real sockets.</summary>
public sealed class OwnServerTests
{
    private WebArchive _server = null!;
    private DicomWebClient _web = null!;

    private static DicomWebResource AnInstance => DicomWebResource.Instance(SyntheticImage.Study(1), SyntheticImage.Series(1), SyntheticImage.Instance(1, 1));

    [SetUp]
    public async Task StartAsync()
    {
        _server = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true });
        _web = new DicomWebClient(_server.Http);
    }

    [TearDown]
    public ValueTask CloseAsync() => _server.DisposeAsync();

    [Test]
    public async Task WhatWasStored_IsFoundAndComesBackTheSame()
    {
        var files = Enumerable.Range(1, 25).Select(i => SyntheticImage.Make(1, i)).ToList();
        long sent = 0;

        List<DicomWebStoreResult> results = await _web.StoreAsync(files.Select(DicomWebUpload.FromFile), progress: new Direct<long>(n => sent = n)).ToListAsync();

        Assert.That(results, Has.Count.EqualTo(25).And.All.Matches<DicomWebStoreResult>(r => r.Status.IsSuccess));
        Assert.That(sent, Is.GreaterThan(25 * 500));
        Assert.That(await _web.FindAsync(DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, SyntheticImage.Study(1))).CountAsync(), Is.EqualTo(1));
        Assert.That(await _web.FindAsync(DicomQuery.Instances().Match(DicomTag.StudyInstanceUID, SyntheticImage.Study(1)).Skip(5).Take(7)).CountAsync(), Is.EqualTo(7));
        int count = 0;
        await foreach (DicomFile file in _web.RetrieveFilesAsync(DicomWebResource.Study(SyntheticImage.Study(1))))
        {
            int number = file.Dataset.GetInt32(DicomTag.InstanceNumber)!.Value;
            Assert.That(file.Dataset.ContentEquals(files[number - 1].Dataset), Is.True);
            count++;
        }

        Assert.That(count, Is.EqualTo(25));
    }

    [Test]
    public async Task Sources_OfAllKinds_AnswerTheSameQuery()
    {
        await _server.AddAsync(SyntheticImage.Make(1, 1));
        IDicomSource[] places = [_server.Archive, _web];
        DicomQuery query = DicomQuery.Series().Match(DicomTag.StudyInstanceUID, SyntheticImage.Study(1)).Return(DicomTag.Modality);
        var found = new List<string>();
        foreach (IDicomSource place in places)
            await foreach (DicomDataset series in place.FindAsync(query)) found.Add(series.GetString(DicomTag.SeriesInstanceUID)!);

        Assert.That(found, Is.EqualTo(new[] { SyntheticImage.Series(1).Value, SyntheticImage.Series(1).Value }));
    }

    [TestCase(MetadataFormat.Json)]
    [TestCase(MetadataFormat.Xml)]
    public async Task Metadata_Frames_BulkData_AreThoseOfTheFile(MetadataFormat format)
    {
        DicomFile file = await _server.AddAsync(SyntheticImage.Make(1, 1, pixelLength: 5024));
        byte[] pixels = file.Dataset.GetBytes(DicomTag.PixelData).ToArray();

        DicomDataset metadata = await _web.RetrieveMetadataAsync(AnInstance, format);
        string uri = metadata.GetElement(DicomTag.PixelData)!.Value.Bulk!.Uri!;
        await using DicomWebContent part = await _web.RetrieveBulkDataAsync(new Uri(uri, UriKind.RelativeOrAbsolute), offset: 100, length: 50);
        using var bytes = new MemoryStream();
        await part.Content.CopyToAsync(bytes);

        Assert.That(metadata.GetUid(DicomTag.SOPInstanceUID), Is.EqualTo(SyntheticImage.Instance(1, 1)));
        Assert.That(bytes.ToArray(), Is.EqualTo(pixels.AsSpan(100, 50).ToArray()));
        Assert.That((part.IsPartial, part.RangeStart, part.TotalLength), Is.EqualTo((true, 100L, (long)pixels.Length)));
    }

    [Test]
    public async Task AnInstance_IsDeleted()
    {
        await _server.AddAsync(SyntheticImage.Make(1, 1));

        await _web.DeleteAsync(AnInstance);

        DicomWebRequestException gone = Assert.ThrowsAsync<DicomWebRequestException>(async () => await _web.RetrieveMetadataAsync(AnInstance))!;
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Commitment_IsGivenForWhatIsStored()
    {
        DicomFile file = await _server.AddAsync(SyntheticImage.Make(1, 1));
        var missing = new InstanceId(file.Id.SopClass, SyntheticImage.Instance(1, 2));

        DicomWebCommitment whole = await _web.CommitAsync([file.Id]), part = await _web.CommitAsync([file.Id, missing]);

        Assert.That((whole.IsComplete, part.IsComplete), Is.EqualTo((true, false)));
        Assert.That(part.Committed, Is.EqualTo(new[] { file.Id }));
        Assert.That(part.Failed.Select(f => (f.Instance, f.Status.Code)), Is.EqualTo(new[] { (missing, (ushort)0x0112) }));
    }

    [Test]
    public async Task Capabilities_AreRetrieved()
    {
        await using DicomWebContent content = await _web.RetrieveCapabilitiesAsync();
        using var reader = new StreamReader(content.Content);

        Assert.That(await reader.ReadToEndAsync(), Does.Contain("SearchForStudies"));
    }

    [Test]
    public async Task AnInstanceByUri_IsTheFile()
    {
        await _server.AddAsync(SyntheticImage.Make(1, 1));

        await using DicomWebContent content = await _web.RetrieveByUriAsync(AnInstance, new UriRequest { Service = new Uri("wado", UriKind.Relative) });
        using DicomFile file = await DicomFile.LoadAsync(content.Content);

        Assert.That(file.Id.SopInstance, Is.EqualTo(SyntheticImage.Instance(1, 1)));
    }

    [Test]
    public async Task AFileOfAnySize_IsStoredAtBoundedMemory()
    {
        const int length = 256 * 1024 * 1024;
        byte[] head = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1));
        BitConverter.TryWriteBytes(head.AsSpan(head.Length - 516), length);
        var large = DicomWebUpload.FromStream(_ => new(new ZeroStream(head[..^512], length)), head.Length - 512 + (long)length);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        List<DicomWebStoreResult> results = await _web.StoreAsync([large]).ToListAsync();

        Assert.That(results.Single().Status.IsSuccess, Is.True, results.Single().Status.ToString());
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(length / 4));
    }

    [Test]
    public async Task AFileThatCannotBeRead_IsTold_NotTakenForALostConnection()
    {
        var broken = DicomWebUpload.FromStream(_ => throw new UnauthorizedAccessException("no"), length: 1000);

        Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await _web.StoreAsync([DicomWebUpload.FromFile(SyntheticImage.Make(1, 1)), broken]).ToListAsync());

        Assert.That(await _web.FindAsync(DicomQuery.Studies()).CountAsync(), Is.LessThanOrEqualTo(1)); // and the server goes on
    }

    [Test]
    public async Task AConnectionLostWithinABody_IsTransient()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, "HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\nContent-Type: application/dicom\r\n\r\nabc");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/") };

        DicomWebRequestException lost = Assert.ThrowsAsync<DicomWebRequestException>(async () => await new DicomWebClient(http).RetrieveFilesAsync(AnInstance).ToListAsync())!;

        Assert.That(lost.IsTransient, Is.True);
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        byte[] request = new byte[8192];
        int read = 0;
        while (request.AsSpan(0, read).IndexOf("\r\n\r\n"u8) < 0) read += await stream.ReadAsync(request.AsMemory(read));
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
    }

    private sealed class ZeroStream(byte[] head, long zeros) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => head.Length + zeros;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int n = (int)Math.Min(count, Length - _position);
            Array.Clear(buffer, offset, n);
            if (_position < head.Length) head.AsSpan((int)_position, Math.Min(n, head.Length - (int)_position)).CopyTo(buffer.AsSpan(offset));
            _position += n;
            return n;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
