using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pacs.Core;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>What goes out, and what is made of answers, good and bad.</summary>
public sealed class RequestTests
{
    private static readonly DicomUid Study = new("1.2"), Series = new("1.2.3"), Instance = new("1.2.3.4");
    private static readonly DicomWebResource AnInstance = DicomWebResource.Instance(Study, Series, Instance);

    public static IEnumerable<TestCaseData> Queries()
    {
        yield return new TestCaseData(DicomQuery.Studies(), "studies?includefield=all");
        yield return new TestCaseData(DicomQuery.Studies().Match(DicomTag.PatientName, "DOE^J*").Match(DicomTag.StudyDate, DateRange.Since(new DateOnly(2026, 1, 1))).Return(DicomTag.StudyDescription).Take(50).Skip(10),
            "studies?PatientName=DOE%5EJ%2A&StudyDate=20260101-&includefield=StudyDate&includefield=StudyDescription&includefield=PatientName&includefield=StudyInstanceUID&offset=10&limit=50");
        yield return new TestCaseData(DicomQuery.Series().Match(DicomTag.StudyInstanceUID, Study).Match(DicomTag.Modality, "CT"), "studies/1.2/series?Modality=CT&includefield=all");
        yield return new TestCaseData(DicomQuery.Instances().Match(DicomTag.StudyInstanceUID, Study).Match(DicomTag.SeriesInstanceUID, Series), "studies/1.2/series/1.2.3/instances?includefield=all");
        yield return new TestCaseData(DicomQuery.Instances().Match(DicomTag.SeriesInstanceUID, Series), "instances?SeriesInstanceUID=1.2.3&includefield=all");
        yield return new TestCaseData(DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, Study, Series).IgnoreAccents(), "studies?StudyInstanceUID=1.2%2C1.2.3&includefield=all&fuzzymatching=true");
        yield return new TestCaseData(DicomQuery.Studies().Match(new TextQueryKey(DicomTag.ModalitiesInStudy, ["CT", "MR"])), "studies?ModalitiesInStudy=CT%5CMR&includefield=all");
        yield return new TestCaseData(DicomQuery.Studies().OrderBy(DicomTag.StudyDate, isDescending: true).OrderBy(DicomTag.PatientName).Take(5), "studies?includefield=all&orderby=-StudyDate%2CPatientName&limit=5");
        yield return new TestCaseData(DicomQuery.Series().Match(new SequenceQueryKey(DicomTag.RequestAttributesSequence, [new TextQueryKey(DicomTag.ScheduledProcedureStepID, ["A&B"])], [])), "series?RequestAttributesSequence.ScheduledProcedureStepID=A%26B&includefield=all");
    }

    [TestCaseSource(nameof(Queries))]
    [Category("PS3.18 §10.6")]
    public async Task Find_GoesToThePathAndParametersOfTheQuery(DicomQuery query, string expected)
    {
        var server = new ScriptedHandler(ScriptedHandler.Status(HttpStatusCode.NoContent));

        Assert.That(await ScriptedHandler.Client(server).FindAsync(query).CountAsync(), Is.Zero);

        Assert.That(server.Requests.Single().Url, Is.EqualTo("http://pacs.test/dicom-web/" + expected));
    }

    [Test]
    public void Find_ForPatients_IsRefused() => Assert.Throws<ArgumentException>(() => ScriptedHandler.Client(new ScriptedHandler()).FindAsync(DicomQuery.Patients()));

    [Test]
    public async Task Find_WhenTheServerCutsTheResults_AsksForTheNext()
    {
        static Func<HttpRequestMessage, HttpResponseMessage> Page(bool cut, params string[] uids) => ScriptedHandler.Json(
            $"[{string.Join(',', uids.Select(uid => """{"0020000D":{"vr":"UI","Value":["UID"]}}""".Replace("UID\"]", uid + "\"]")))}]",
            r => { if (cut) r.Headers.TryAddWithoutValidation("Warning", "299 pacs.test \"There are 1 additional results that can be requested\""); });
        var server = new ScriptedHandler(Page(cut: true, "1.1", "1.2"), Page(cut: true, "1.3", "1.4"), Page(cut: false, "1.5"));

        List<DicomDataset> found = await ScriptedHandler.Client(server).FindAsync(DicomQuery.Studies()).ToListAsync();

        Assert.That(found.Select(d => d.GetUid(DicomTag.StudyInstanceUID)!.Value.Value), Is.EqualTo(new[] { "1.1", "1.2", "1.3", "1.4", "1.5" }));
        Assert.That(server.Requests.Select(r => r.Url.Split('?')[1]), Is.EqualTo(new[] { "includefield=all", "includefield=all&offset=2", "includefield=all&offset=4" }));
    }

    [Test]
    public async Task Find_OnAServerThatKnowsNoOffset_Ends()
    {
        var server = new ScriptedHandler(ScriptedHandler.Json("""[{"0020000D":{"vr":"UI","Value":["1.1"]}}]""", r => r.Headers.TryAddWithoutValidation("Warning", "299 x \"more\"")));

        Assert.That(await ScriptedHandler.Client(server).FindAsync(DicomQuery.Studies()).CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Find_WhenTheServerWarnsOfSomethingElse_DoesNotAskForMore()
    {
        var server = new ScriptedHandler(ScriptedHandler.Json("""[{"0020000D":{"vr":"UI","Value":["1.1"]}}]""", r => r.Headers.TryAddWithoutValidation("Warning", "299 pacs.test \"These attributes are not indexed at this level: Rows\"")));

        Assert.That(await ScriptedHandler.Client(server).FindAsync(DicomQuery.Studies()).CountAsync(), Is.EqualTo(1));

        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ABusyServer_IsAskedAgainAfterTheTimeItSays()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var server = new ScriptedHandler(
            ScriptedHandler.Status(HttpStatusCode.ServiceUnavailable, change: r => r.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))),
            ScriptedHandler.Json("[]"));
        Task<int> searching = ScriptedHandler.Client(server, new DicomWebClientOptions { TimeProvider = time }).FindAsync(DicomQuery.Studies()).CountAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.That(server.Requests, Has.Count.EqualTo(1));

        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.That(await searching, Is.Zero);
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ALostConnection_OfARequestThatMayBeRepeated_IsRetried()
    {
        var server = new ScriptedHandler(ScriptedHandler.Fail(HttpRequestError.ResponseEnded), ScriptedHandler.Status(HttpStatusCode.BadGateway), ScriptedHandler.Json("[]"));

        Assert.That(await ScriptedHandler.Client(server).FindAsync(DicomQuery.Studies()).CountAsync(), Is.Zero);
        Assert.That(server.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public void ALostConnection_OfAStoreThatMayHaveArrived_IsTold()
    {
        var server = new ScriptedHandler(ScriptedHandler.Fail(HttpRequestError.ResponseEnded));

        DicomWebRequestException lost = Assert.ThrowsAsync<DicomWebRequestException>(async () => await ScriptedHandler.Client(server).StoreAsync([Upload([1])]).ToListAsync())!;

        Assert.That(lost.IsTransient, Is.True);
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AStoreToABusyServer_IsSentAgainWhole()
    {
        var server = new ScriptedHandler(ScriptedHandler.Status(HttpStatusCode.TooManyRequests), ScriptedHandler.Json(Report));

        List<DicomWebStoreResult> results = await ScriptedHandler.Client(server).StoreAsync([Upload([1, 2, 3])]).ToListAsync();

        Assert.That(results[0].Status.IsSuccess, Is.True);
        Assert.That(server.Requests.Select(r => r.Body.AsSpan().IndexOf((byte[])[1, 2, 3]) > 0), Is.EqualTo(new[] { true, true }));
    }

    [Test]
    public void AnError_TellsStatusAndReason_AndNothingOfThePatient()
    {
        var server = new ScriptedHandler(ScriptedHandler.Status(HttpStatusCode.Forbidden, "no access to DOE^JANE"));

        DicomWebRequestException error = Assert.ThrowsAsync<DicomWebRequestException>(async () =>
            await ScriptedHandler.Client(server).FindAsync(DicomQuery.Studies().Match(DicomTag.PatientName, "DOE^JANE")).ToListAsync())!;

        Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Is.EqualTo("GET studies was answered with 403 Forbidden."));
        Assert.That(error.Detail, Is.EqualTo("no access to DOE^JANE"));
    }

    [Test]
    public async Task Frames_ComeWithTheSyntaxOfTheirParts_InPooledMemory()
    {
        byte[] body = Pacs.DicomWeb.Tests.WebArchive.Multipart("b", ("Content-Type: image/jphc; transfer-syntax=1.2.840.10008.1.2.4.201\r\n", [1, 2]), ("Content-Type: application/octet-stream\r\n", [3, 4]), ("Content-Type: image/jls\r\n", [5]));
        var server = new ScriptedHandler(ScriptedHandler.Body("multipart/related; type=\"image/jphc\"; boundary=b", body));

        List<EncodedFrame> frames = await ScriptedHandler.Client(server).RetrieveFramesAsync(AnInstance, [3, 1, 2], TransferSyntax.HTJ2KLossless).ToListAsync();

        Assert.That(server.Requests.Single().Url, Does.EndWith("/studies/1.2/series/1.2.3/instances/1.2.3.4/frames/3,1,2"));
        Assert.That(server.Requests.Single().Accept, Does.StartWith("multipart/related; type=\"image/jphc\"; transfer-syntax=1.2.840.10008.1.2.4.201"));
        Assert.That(frames.Select(f => (f.FrameNumber, f.TransferSyntax.Uid.Value, f.Memory.ToArray())), Is.EqualTo(new[]
        {
            (3, "1.2.840.10008.1.2.4.201", new byte[] { 1, 2 }), (1, "1.2.840.10008.1.2.1", [3, 4]), (2, "1.2.840.10008.1.2.4.80", [5]),
        }));
        frames.ForEach(f => f.Dispose());
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Frames_OtherThanAskedFor_AreRefused(int asked)
    {
        byte[] body = Pacs.DicomWeb.Tests.WebArchive.Multipart("b", ("Content-Type: application/octet-stream\r\n", [1]), ("Content-Type: application/octet-stream\r\n", [2]));
        var server = new ScriptedHandler(ScriptedHandler.Body("multipart/related; boundary=b", body));

        Assert.ThrowsAsync<DicomDataException>(async () => await ScriptedHandler.Client(server).RetrieveFramesAsync(AnInstance, [.. Enumerable.Range(1, asked)]).ToListAsync());
    }

    [Test]
    public void AnAnswerBeyondTheLimit_IsRefusedWithoutTakingItIn()
    {
        byte[] body = Pacs.DicomWeb.Tests.WebArchive.Multipart("b", ("Content-Type: application/octet-stream\r\n", new byte[300_000]));
        var server = new ScriptedHandler(ScriptedHandler.Body("multipart/related; boundary=b", body));

        Assert.ThrowsAsync<DicomDataException>(async () =>
            await ScriptedHandler.Client(server, new DicomWebClientOptions { MaxInMemoryLength = 200_000 }).RetrieveFramesAsync(AnInstance, [1]).ToListAsync());
    }

    [Test]
    public async Task BulkData_AtAnotherHost_IsNotAskedFor()
    {
        var server = new ScriptedHandler(ScriptedHandler.Body("application/octet-stream", [2, 3], HttpStatusCode.PartialContent, r => r.Content.Headers.ContentRange = new ContentRangeHeaderValue(1, 2, 10)));
        DicomWebClient web = ScriptedHandler.Client(server);
        foreach (string uri in (string[])["http://evil.test/x", "//evil.test/x", "https://pacs.test/x", "file:///etc/passwd"])
            Assert.ThrowsAsync<DicomDataException>(async () => await web.RetrieveBulkDataAsync(new Uri(uri, UriKind.RelativeOrAbsolute)), uri);

        await using DicomWebContent value = await web.RetrieveBulkDataAsync(new Uri("http://pacs.test/elsewhere/x"), offset: 1, length: 2);

        Assert.That((value.IsPartial, value.RangeStart, value.TotalLength), Is.EqualTo((true, 1L, 10L)));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(HttpStatusCode.Accepted)]
    [TestCase(HttpStatusCode.Conflict)]
    [TestCase(HttpStatusCode.BadRequest)]
    [Category("PS3.18 §10.5.3")]
    public async Task Store_ReadsWhatBecameOfEachInstance(HttpStatusCode status)
    {
        var server = new ScriptedHandler(ScriptedHandler.Body("application/dicom+json", Encoding.UTF8.GetBytes(Report), status));

        List<DicomWebStoreResult> results = await ScriptedHandler.Client(server).StoreAsync([Upload([1])], new DicomUid("1.2")).ToListAsync();

        Assert.That(results.Select(r => (r.Instance.SopInstance.Value, (int)r.Status.Code)), Is.EqualTo(new[] { ("1.9", 0), ("1.8", 0xB007), ("1.7", 0xA700) }));
        Assert.That(results[0].RetrieveUrl, Is.EqualTo(new Uri("http://pacs.test/dicom-web/studies/1.2")));
        Assert.That(server.Requests.Single().Url, Is.EqualTo("http://pacs.test/dicom-web/studies/1.2"));
    }

    [Test]
    public async Task Store_OfMany_TakesSeveralRequests()
    {
        var server = new ScriptedHandler(ScriptedHandler.Json("{}"));

        await ScriptedHandler.Client(server, new DicomWebClientOptions { InstancesPerRequest = 3, BytesPerRequest = 100 }).StoreAsync(
            [Upload([1]), Upload([1]), Upload([1]), Upload([1]), Upload(new byte[99]), Upload(new byte[500]), Upload([1])]).ToListAsync();

        Assert.That(server.Requests.Select(r => Encoding.Latin1.GetString(r.Body).Split("Content-Type: application/dicom").Length - 1), Is.EqualTo(new[] { 3, 2, 1, 1 }));
    }

    [Test]
    public void ACancelledRequest_EndsAsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(async () => await ScriptedHandler.Client(new ScriptedHandler()).FindAsync(DicomQuery.Studies(), cancelled.Token).ToListAsync(cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void AResource_OfWhatIsNoUid_IsRefused() => Assert.Throws<ArgumentException>(() => DicomWebResource.Study(new DicomUid("../1")));

    [Test]
    public async Task Commitment_ThatTakesTime_IsAskedForUntilItIsThere()
    {
        var server = new ScriptedHandler(ScriptedHandler.Status(HttpStatusCode.Accepted), ScriptedHandler.Status(HttpStatusCode.Accepted), ScriptedHandler.Json(Report));

        DicomWebCommitment commitment = await ScriptedHandler.Client(server).CommitAsync([new InstanceId(DicomUid.CTImageStorage, new DicomUid("1.9"))]);

        Assert.That(commitment.Committed.Select(i => i.SopInstance.Value), Is.EqualTo(new[] { "1.9", "1.8" }));
        Assert.That(commitment.IsComplete, Is.False);
        Assert.That(server.Requests.Select(r => r.Method.Method), Is.EqualTo(new[] { "POST", "GET", "GET" }));
        Assert.That(server.Requests.Select(r => r.Url).Distinct().Single(), Does.EndWith("/commitment-requests/" + commitment.Transaction));
    }

    private const string Report = """
        {"00081199":{"vr":"SQ","Value":[
           {"00081150":{"vr":"UI","Value":["1.5"]},"00081155":{"vr":"UI","Value":["1.9"]},"00081190":{"vr":"UR","Value":["http://pacs.test/dicom-web/studies/1.2"]}},
           {"00081150":{"vr":"UI","Value":["1.5"]},"00081155":{"vr":"UI","Value":["1.8"]},"00081196":{"vr":"US","Value":[45063]}}]},
         "00081198":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.5"]},"00081155":{"vr":"UI","Value":["1.7"]},"00081197":{"vr":"US","Value":[42752]}}]}}
        """;

    private static DicomWebUpload Upload(byte[] bytes) => DicomWebUpload.FromStream(_ => new(new MemoryStream(bytes)), bytes.Length);
}
