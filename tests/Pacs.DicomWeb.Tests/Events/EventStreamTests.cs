using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

public sealed class EventStreamTests
{
    [Test]
    public async Task Event_TellsWhatHappenedToWhichInstance_AndNothingOfThePatient()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await using EventStream events = await EventStream.OpenAsync(web, "?after=0");

        (string id, JsonElement data) = (await events.NextAsync())!.Value;

        Assert.That(data.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "sequence", "at", "kind", "study", "series", "instance", "sopClass", "modality" }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(data.GetProperty("sequence").GetInt64(), Is.EqualTo(long.Parse(id)));
            Assert.That(data.GetProperty("at").GetDateTimeOffset(), Is.InRange(before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1)));
            Assert.That(data.GetProperty("kind").GetString(), Is.EqualTo("stored"));
            Assert.That(data.GetProperty("study").GetString(), Is.EqualTo(SyntheticImage.Study(1).Value));
            Assert.That(data.GetProperty("series").GetString(), Is.EqualTo(SyntheticImage.Series(1).Value));
            Assert.That(data.GetProperty("instance").GetString(), Is.EqualTo(SyntheticImage.Instance(1, 1).Value));
            Assert.That(data.GetProperty("sopClass").GetString(), Is.EqualTo(DicomUid.SecondaryCaptureImageStorage.Value));
            Assert.That(data.GetProperty("modality").GetString(), Is.EqualTo("OT"));
        }
    }

    [Test]
    public async Task WithoutANumber_TheStreamBeginsWithWhatComesNext()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await using EventStream events = await EventStream.OpenAsync(web);

        await web.AddAsync(SyntheticImage.Make(1, 2));
        await web.Archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 1)));

        Assert.That(await events.NextInstanceAsync(), Is.EqualTo($"stored {SyntheticImage.Instance(1, 2)}"));
        Assert.That(await events.NextInstanceAsync(), Is.EqualTo($"removed {SyntheticImage.Instance(1, 1)}"));
    }

    [Test]
    public async Task TheLastEventOfALostConnection_CountsMoreThanTheNumberInTheUrl()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        for (int i = 1; i <= 3; i++) await web.AddAsync(SyntheticImage.Make(1, i));
        string second;
        await using (EventStream lost = await EventStream.OpenAsync(web, "?after=0"))
        {
            await lost.NextAsync();
            second = (await lost.NextAsync())!.Value.Id;
        }

        await using EventStream resumed = await EventStream.OpenAsync(web, "?after=0", second);

        Assert.That(await resumed.NextInstanceAsync(), Is.EqualTo($"stored {SyntheticImage.Instance(1, 3)}"));
    }

    [Test]
    public async Task ANumber_StaysGood_WhenTheServerStartsAnew()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-events-").FullName;
        string first;
        await using (WebArchive before = await WebArchive.StartAsync(keptFolder: folder))
        {
            await before.AddAsync(SyntheticImage.Make(1, 1));
            await before.AddAsync(SyntheticImage.Make(1, 2));
            await using EventStream events = await EventStream.OpenAsync(before, "?after=0");
            first = (await events.NextAsync())!.Value.Id;
        }

        foreach (string index in Directory.GetFiles(folder, "index.db*")) File.Delete(index); // it is built anew from the store
        await using (WebArchive after = await WebArchive.StartAsync(keptFolder: folder))
        {
            await using EventStream events = await EventStream.OpenAsync(after, $"?after={first}");
            Assert.That(await events.NextInstanceAsync(), Is.EqualTo($"stored {SyntheticImage.Instance(1, 2)}"));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Silence_IsFilledWithComments()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { EventHeartbeat = TimeSpan.FromMilliseconds(20) });
        using HttpResponseMessage response = await web.Http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        int comments = 0;

        while (comments < 3)
            if (await lines.ReadLineAsync() == ":") comments++;

        Assert.That(comments, Is.EqualTo(3));
    }

    [Test]
    public async Task Stream_EndsWhole_WhenTheServerStops()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await using EventStream events = await EventStream.OpenAsync(web);

        Task stopping = web.StopServerAsync();

        Assert.That(await events.NextAsync(), Is.Null);
        await stopping;
    }

    [Test]
    public async Task Stream_EndsWhole_WhenItHasLivedLongEnough()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { EventLifetime = TimeSpan.FromMilliseconds(50) });
        await using EventStream events = await EventStream.OpenAsync(web);

        Assert.That(await events.NextAsync(), Is.Null);
    }

    [TestCase("?after=one", "text/event-stream", HttpStatusCode.BadRequest)]
    [TestCase("?after=-1", "text/event-stream", HttpStatusCode.BadRequest)]
    [TestCase("?after=9223372036854775807", "text/event-stream", HttpStatusCode.Conflict)]
    [TestCase("?after=99999999999999999999", "text/event-stream", HttpStatusCode.BadRequest)]
    [TestCase("", "application/json", HttpStatusCode.NotAcceptable)]
    public async Task WhatCannotBeFollowed_IsRefusedWithAReason(string query, string accept, HttpStatusCode status)
    {
        await using WebArchive web = await WebArchive.StartAsync();

        using HttpResponseMessage response = await web.GetAsync("events" + query, accept);

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Streams_AreLimitedInNumber_AndGiveTheirPlaceBack()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { MaxEventStreams = 1 });
        HttpStatusCode meanwhile;
        await using (await EventStream.OpenAsync(web))
            meanwhile = await StatusAsync();

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await StatusAsync() != HttpStatusCode.OK) timeout.Token.ThrowIfCancellationRequested(); // the server hears of the end a little later

        Assert.That(meanwhile, Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        async Task<HttpStatusCode> StatusAsync()
        {
            using HttpResponseMessage response = await web.Http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
            return response.StatusCode;
        }
    }

    [Test]
    public async Task ManyChanges_ComeInOrder_EachOnce()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(1, 700), async (i, _) => await web.AddAsync(SyntheticImage.Make(1, i)));
        await using EventStream events = await EventStream.OpenAsync(web, "?after=0");
        var seen = new List<long>();
        var instances = new HashSet<string>();

        while (instances.Count < 700)
        {
            (string id, JsonElement data) = (await events.NextAsync())!.Value;
            seen.Add(long.Parse(id));
            instances.Add(data.GetProperty("instance").GetString()!);
        }

        Assert.That(seen, Is.Ordered.Ascending.And.Unique);
        Assert.That(seen, Has.Count.EqualTo(700));
    }

    [Test]
    public async Task AClientThatTakesNothing_IsDropped_AndWasReadAheadForNoFurtherThanItsConnectionHolds()
    {
        EndlessFeed feed = null!;
        // The slowness is Kestrel's to judge, as for every answer: here it has less patience than usual.
        await using WebArchive web = await WebArchive.StartAsync(index: inner => feed = new EndlessFeed(inner),
            services: s => s.Configure<KestrelServerOptions>(k => k.Limits.MinResponseDataRate = new MinDataRate(10_000_000, TimeSpan.FromSeconds(1.5))));
        await web.AddAsync(SyntheticImage.Make(1, 1));
        using HttpResponseMessage response = await web.Http.GetAsync("events?after=0", HttpCompletionOption.ResponseHeadersRead);

        long told = await feed.Left;

        Assert.That(told, Is.LessThan(200_000), "some 40 MB: more than any system's socket buffers");
    }

    [Test]
    public async Task WhatAUserMayNotSee_IsNotTold()
    {
        await using WebArchive web = await WebArchive.StartAsync(services: s => s.AddSingleton<IStudyAccess>(new OnlyPatient2()));
        foreach ((int study, int number) in ((int, int)[])[(1, 1), (1, 2), (2, 1), (1, 3), (2, 2)]) await web.AddAsync(SyntheticImage.Make(study, number));
        await using EventStream events = await EventStream.OpenAsync(web, "?after=0");

        Assert.That(await events.NextInstanceAsync(), Is.EqualTo($"stored {SyntheticImage.Instance(2, 1)}"));
        Assert.That(await events.NextInstanceAsync(), Is.EqualTo($"stored {SyntheticImage.Instance(2, 2)}"));
        await web.Archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 1)));
        await web.Archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(2, 1)));
        await web.AddAsync(SyntheticImage.Make(1, 4));
        await web.AddAsync(SyntheticImage.Make(2, 3));
        Assert.That(await events.NextInstanceAsync(), Is.EqualTo($"removed {SyntheticImage.Instance(2, 1)}"));
        Assert.That(await events.NextInstanceAsync(), Is.EqualTo($"stored {SyntheticImage.Instance(2, 3)}"));
    }

    private sealed class OnlyPatient2 : IStudyAccess
    {
        public ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct) =>
            new([new TextQueryKey(DicomTag.PatientID, ["P2"])]);
    }
}
