using System.Net;
using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §13")]
public sealed class CommitmentTests
{
    private const string Transaction = "commitment-requests/1.2.3.4";
    private static readonly DicomUid SecondaryCapture = DicomUid.SecondaryCaptureImageStorage;

    [Test]
    public async Task WhatIsStored_IsCommittedTo_AndWhatIsNot_IsNamedWithTheReason()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await web.AddAsync(SyntheticImage.Make(1, 2));

        DicomDataset report = await CommitAsync(web, Transaction, Flat((SecondaryCapture, 1), (DicomUid.CTImageStorage, 2), (SecondaryCapture, 3)));

        Assert.That(Items(report, DicomTag.ReferencedSOPSequence).Select(Instance), Is.EqualTo(new[] { SyntheticImage.Instance(1, 1) }));
        Assert.That(Items(report, DicomTag.FailedSOPSequence).Select(i => (Instance(i), i.GetUInt16(DicomTag.FailureReason))), Is.EqualTo(new (DicomUid?, ushort?)[]
        {
            (SyntheticImage.Instance(1, 2), 0x0119),
            (SyntheticImage.Instance(1, 3), 0x0112),
        }));
    }

    [Test]
    public async Task WhatWasDamagedSince_IsNotCommittedTo()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-commit-").FullName;
        DicomFile file = SyntheticImage.Make(1, 1);
        await using (WebArchive web = await WebArchive.StartAsync(keptFolder: folder))
        {
            await web.AddAsync(file);
            Assert.That(Items(await CommitAsync(web, Transaction, Flat((SecondaryCapture, 1))), DicomTag.ReferencedSOPSequence), Has.Exactly(1).Items);
            Damage(folder, file.Dataset.GetBytes(DicomTag.PixelData).Span[..64]);

            DicomDataset report = await CommitAsync(web, Transaction + ".5", Flat((SecondaryCapture, 1)));

            Assert.That(Items(report, DicomTag.FailedSOPSequence).Single().GetUInt16(DicomTag.FailureReason), Is.EqualTo(0x0110));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task WhatIsNamedByStudy_IsAnsweredByStudy()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await web.AddAsync(SyntheticImage.Make(2, 1));
        var request = new DicomDataset();
        request.Set(DicomTag.ReferencedStudySequence, new DicomSequence([ByStudy(1, SyntheticImage.Instance(1, 1), SyntheticImage.Instance(2, 1)), ByStudy(2, SyntheticImage.Instance(2, 1))]));

        DicomDataset report = await CommitAsync(web, Transaction, request);

        Assert.That(Named(DicomTag.ReferencedStudySequence), Is.EqualTo(new[] { (SyntheticImage.Study(1), SyntheticImage.Instance(1, 1)), (SyntheticImage.Study(2), SyntheticImage.Instance(2, 1)) }));
        Assert.That(Named(DicomTag.FailedStudySequence), Is.EqualTo(new[] { (SyntheticImage.Study(1), SyntheticImage.Instance(2, 1)) }), "it is not in that study");
        Assert.That(report.Contains(DicomTag.ReferencedSOPSequence), Is.False);

        IEnumerable<(DicomUid, DicomUid)> Named(DicomTag tag) =>
            from study in Items(report, tag)
            from series in Items(study, DicomTag.ReferencedSeriesSequence)
            from ofClass in Items(series, DicomTag.ReferencedInstancesBySOPClassSequence)
            from item in Items(ofClass, DicomTag.ReferencedInstanceSequence)
            select (study.GetUid(DicomTag.StudyInstanceUID)!.Value, Instance(item)!.Value);
    }

    [Test]
    public async Task Result_CanBeAskedForAgain_ByTheNameOfTheTransaction()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        DicomDataset report = await CommitAsync(web, Transaction, Flat((SecondaryCapture, 1)));

        using HttpResponseMessage again = await web.GetAsync(Transaction, "application/dicom+json"), unknown = await web.GetAsync(Transaction + ".5");

        Assert.That((again.StatusCode, unknown.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotFound)));
        Assert.That((await ReportAsync(again)).ContentEquals(report), Is.True);
    }

    [Test]
    public async Task Result_CanBeAskedFor_AfterTheServerStartedAnew()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-commit-").FullName;
        var options = new DicomWebOptions { CacheFolder = Path.Combine(folder, "web") };
        await using (WebArchive before = await WebArchive.StartAsync(options, keptFolder: folder))
        {
            await before.AddAsync(SyntheticImage.Make(1, 1));
            await CommitAsync(before, Transaction, Flat((SecondaryCapture, 1)));
        }

        await using (WebArchive after = await WebArchive.StartAsync(options, keptFolder: folder))
        {
            using HttpResponseMessage response = await after.GetAsync(Transaction);
            Assert.That(Items(await ReportAsync(response), DicomTag.ReferencedSOPSequence).Select(Instance), Is.EqualTo(new[] { SyntheticImage.Instance(1, 1) }));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task WhatTakesLong_IsAnsweredWith202_AndItsResultIsAskedForLater()
    {
        // The store may not be read before the answer is there: nobody's patience lasts for that.
        var held = new TaskCompletionSource();
        await using WebArchive web = await WebArchive.StartAsync(services: s => s.AddSingleton<TimeProvider>(new Impatient()), blobs: inner => new HeldStore(inner, held.Task));
        await web.AddAsync(SyntheticImage.Make(1, 1));

        using HttpResponseMessage begun = await PostAsync(web, Transaction, Flat((SecondaryCapture, 1))), asked = await web.GetAsync(Transaction);

        Assert.That((begun.StatusCode, asked.StatusCode, begun.Headers.RetryAfter?.Delta), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted, (TimeSpan?)TimeSpan.FromSeconds(5))));
        held.SetResult();
        Assert.That(Items(await ResultAsync(web, Transaction), DicomTag.ReferencedSOPSequence).Select(Instance), Is.EqualTo(new[] { SyntheticImage.Instance(1, 1) }));
    }

    [Test]
    public async Task ARequest_IsInItsFolder_BeforeTheNamesInItAreFlushed()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-commit-").FullName;
        var found = new List<string[]>();
        var files = new CommitmentFiles(folder, flushNames: flushed => found.Add([flushed, .. Directory.GetFiles(flushed).Select(f => Path.GetFileName(f)!)]));

        await files.AddAsync("00ff", "[{}]"u8.ToArray(), CancellationToken.None);

        Assert.That(found, Is.EqualTo(new[] { new[] { folder, "00ff.json" } }), "the last thing done, under the name that it keeps");
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task TheSameRequestAgain_IsAnsweredTheSame_AnotherUnderItsNameIsRefused()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));

        using HttpResponseMessage first = await PostAsync(web, Transaction, Flat((SecondaryCapture, 1))), same = await PostAsync(web, Transaction, Flat((SecondaryCapture, 1))),
            other = await PostAsync(web, Transaction, Flat((SecondaryCapture, 2)));

        Assert.That((first.StatusCode, same.StatusCode, other.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict)));
    }

    [Test]
    public async Task WhatAUserMayNotSee_IsNotThere()
    {
        await using WebArchive web = await WebArchive.StartAsync(services: s => s.AddSingleton<IStudyAccess>(new OnlyPatient2()));
        await web.AddAsync(SyntheticImage.Make(1, 1));

        DicomDataset report = await CommitAsync(web, Transaction, Flat((SecondaryCapture, 1)));

        Assert.That(Items(report, DicomTag.FailedSOPSequence).Single().GetUInt16(DicomTag.FailureReason), Is.EqualTo(0x0112));
    }

    [Test]
    public async Task Xml_IsTakenAndGiven()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        using var request = new HttpRequestMessage(HttpMethod.Post, Transaction) { Content = new StringContent(DicomXml.ToText(Flat((SecondaryCapture, 1))), Encoding.UTF8, "application/dicom+xml") };
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom+xml");

        using HttpResponseMessage response = await web.Http.SendAsync(request);
        DicomDataset report = DicomXml.Parse(await response.Content.ReadAsStringAsync());

        Assert.That(Items(report, DicomTag.ReferencedSOPSequence).Select(Instance), Is.EqualTo(new[] { SyntheticImage.Instance(1, 1) }));
    }

    [TestCase(Transaction, "application/dicom+json", "{}", HttpStatusCode.BadRequest)]
    [TestCase(Transaction, "application/dicom+json", "[{},{}]", HttpStatusCode.BadRequest)]
    [TestCase(Transaction, "application/dicom+json", "[[[[", HttpStatusCode.BadRequest)]
    [TestCase(Transaction, "application/dicom+json", """{"00081199":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.2"]}}]}}""", HttpStatusCode.BadRequest)]
    [TestCase(Transaction, "application/dicom+xml", "<NativeDicomModel>", HttpStatusCode.BadRequest)]
    [TestCase(Transaction, "text/plain", "1.2.3", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("commitment-requests/name", "application/dicom+json", "{}", HttpStatusCode.BadRequest)]
    public async Task WhatIsNoRequest_IsRefusedWithAReason(string path, string type, string body, HttpStatusCode status)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, type);

        using HttpResponseMessage response = await web.Http.PostAsync(path, content);

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    private static DicomDataset Flat(params (DicomUid Class, int Number)[] instances)
    {
        var request = new DicomDataset();
        request.Set(DicomTag.ReferencedSOPSequence, new DicomSequence([.. instances.Select(i =>
        {
            var item = new DicomDataset();
            item.Set(DicomTag.ReferencedSOPClassUID, i.Class);
            item.Set(DicomTag.ReferencedSOPInstanceUID, SyntheticImage.Instance(1, i.Number));
            return item;
        })]));
        return request;
    }

    private static DicomDataset ByStudy(int study, params DicomUid[] instances)
    {
        var ofClass = new DicomDataset();
        ofClass.Set(DicomTag.ReferencedSOPClassUID, SecondaryCapture);
        ofClass.Set(DicomTag.ReferencedInstanceSequence, new DicomSequence([.. instances.Select(i =>
        {
            var item = new DicomDataset();
            item.Set(DicomTag.ReferencedSOPInstanceUID, i);
            return item;
        })]));
        var series = new DicomDataset();
        series.Set(DicomTag.SeriesInstanceUID, SyntheticImage.Series(study));
        series.Set(DicomTag.ReferencedInstancesBySOPClassSequence, new DicomSequence([ofClass]));
        var item = new DicomDataset();
        item.Set(DicomTag.StudyInstanceUID, SyntheticImage.Study(study));
        item.Set(DicomTag.ReferencedSeriesSequence, new DicomSequence([series]));
        return item;
    }

    private static async Task<DicomDataset> CommitAsync(WebArchive web, string path, DicomDataset request)
    {
        using HttpResponseMessage response = await PostAsync(web, path, request);
        return await ReportAsync(response);
    }

    private static Task<HttpResponseMessage> PostAsync(WebArchive web, string path, DicomDataset request) =>
        web.Http.PostAsync(path, new StringContent(DicomJson.ToText(request), Encoding.UTF8, "application/dicom+json"));

    private static async Task<DicomDataset> ReportAsync(HttpResponseMessage response)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), Encoding.UTF8.GetString(body));
        return DicomJson.ParseAll(body).Single();
    }

    // Asks until it is there.
    private static async Task<DicomDataset> ResultAsync(WebArchive web, string path)
    {
        while (true)
        {
            using HttpResponseMessage response = await web.GetAsync(path);
            if (response.StatusCode != HttpStatusCode.Accepted) return await ReportAsync(response);
        }
    }

    private static IEnumerable<DicomDataset> Items(DicomDataset dataset, DicomTag tag) => dataset.GetSequence(tag) ?? Enumerable.Empty<DicomDataset>();

    private static DicomUid? Instance(DicomDataset item) => item.GetUid(DicomTag.ReferencedSOPInstanceUID);

    // Turns a bit in the middle of these bytes, wherever they are on disk.
    private static void Damage(string folder, ReadOnlySpan<byte> bytes)
    {
        foreach (string path in Directory.GetFiles(Path.Combine(folder, "blobs"), "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) == "lock") continue;
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            byte[] all = new byte[Math.Min(file.Length, 4 * 1024 * 1024)];
            file.ReadExactly(all);
            int at = all.AsSpan().IndexOf(bytes);
            if (at < 0) continue;
            file.Position = at + bytes.Length / 2;
            file.WriteByte((byte)(all[at + bytes.Length / 2] ^ 1));
            return;
        }

        Assert.Fail("The bytes are not on disk.");
    }

    // All that waits has waited long enough.
    private sealed class Impatient : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>A store that gives nothing back until it is let.</summary>
    private sealed class HeldStore(IBlobStore inner, Task until) : IBlobStore
    {
        public bool IndexFollows => inner.IndexFollows;

        public ValueTask<IBlobWriter> BeginAsync(BlobHeader header, CancellationToken ct) => inner.BeginAsync(header, ct);

        public async ValueTask<IEncodedDataset> OpenAsync(BlobAddress address, CancellationToken ct)
        {
            await until.WaitAsync(ct);
            return await inner.OpenAsync(address, ct);
        }

        public ValueTask<BlobRemoval?> RemoveAsync(BlobAddress address, CancellationToken ct) => inner.RemoveAsync(address, ct);

        public IAsyncEnumerable<BlobLogEntry> ReadLogAsync(string? afterCheckpoint, CancellationToken ct) => inner.ReadLogAsync(afterCheckpoint, ct);

        public ValueTask TrimAsync(string checkpoint, CancellationToken ct) => inner.TrimAsync(checkpoint, ct);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class OnlyPatient2 : IStudyAccess
    {
        public ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct) =>
            new([new TextQueryKey(DicomTag.PatientID, ["P2"])]);
    }
}
