using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

public sealed class StudyAccessTests
{
    [Test]
    public async Task Restriction_IsPartOfEveryQuery()
    {
        await using WebArchive web = await StartAsync(new TextQueryKey(DicomTag.PatientID, ["P2"]));
        string mine = $"studies/{SyntheticImage.Study(2)}", theirs = $"studies/{SyntheticImage.Study(1)}";

        Assert.That(await web.SearchAsync("studies?limit=1"), Has.Length.EqualTo(1), "what is hidden takes no place in a page");
        Assert.That((await web.SearchAsync("instances"))[0].GetProperty("00100020").GetProperty("Value")[0].GetString(), Is.EqualTo("P2"));
        foreach (string resource in new[] { "", "/metadata", "/rendered", "/thumbnail", $"/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}/frames/1" })
        {
            using HttpResponseMessage hidden = await web.GetAsync(theirs + resource);
            Assert.That(hidden.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), resource);
        }

        using HttpResponseMessage seen = await web.GetAsync(mine + "/metadata");
        Assert.That(seen.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Store_ForAPatientThatIsHidden_IsRefused()
    {
        await using WebArchive web = await StartAsync(new TextQueryKey(DicomTag.PatientID, ["P2"]));

        using HttpResponseMessage theirs = await web.StoreAsync("studies", await WebArchive.BytesAsync(SyntheticImage.Make(1, 5))), mine = await web.StoreAsync("studies", await WebArchive.BytesAsync(SyntheticImage.Make(2, 5)));

        Assert.That((theirs.StatusCode, mine.StatusCode), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.OK)));
    }

    [Test]
    public async Task RestrictionByWhatIsNotIndexed_ShowsNothing()
    {
        await using WebArchive web = await StartAsync(new TextQueryKey(DicomTag.PatientTelephoneNumbers, ["1"]));

        using HttpResponseMessage response = await web.GetAsync("studies");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
    }

    private static async Task<WebArchive> StartAsync(QueryKey key)
    {
        WebArchive web = await WebArchive.StartAsync(services: s => s.AddSingleton<IStudyAccess>(new Only(key)));
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await web.AddAsync(SyntheticImage.Make(2, 1));
        return web;
    }

    private sealed class Only(QueryKey key) : IStudyAccess
    {
        public ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct) => new([key]);
    }
}
