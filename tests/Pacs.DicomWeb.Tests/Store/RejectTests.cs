using System.Net;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

/// <summary>IHE RAD Imaging Object Change Management, over the web.</summary>
public sealed class RejectTests
{
    private static readonly DicomWebOptions Allowed = new() { AllowReject = true, AllowDelete = true };

    private static string Study => $"studies/{SyntheticImage.Study(1)}";

    [TestCase("", 0)]
    [TestCase("/series/S", 2)]
    [TestCase("/series/S/instances/I", 3)]
    public async Task WhatIsRejected_IsNeitherFoundNorGiven_UntilTheNoteIsWithdrawn(string path, int left)
    {
        await using WebArchive web = await StartAsync();
        path = Study + path.Replace("/S", "/" + SyntheticImage.Series(1)).Replace("/I", "/" + SyntheticImage.Instance(1, 1));

        string note = await RejectAsync(web, path, "113001^DCM");

        Assert.That(await CountAsync(web), Is.EqualTo(left + 1), "and the note");
        using HttpResponseMessage hidden = await web.GetAsync($"{Study}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}"), metadata = await web.GetAsync($"{Study}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}/metadata");
        Assert.That((hidden.StatusCode, metadata.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
        Assert.That((await web.SearchAsync("studies"))[0].GetProperty("00201208").GetProperty("Value")[0].GetInt32(), Is.EqualTo(left + 1));

        using HttpResponseMessage withdrawn = await web.Http.DeleteAsync(note + "/reject");
        Assert.That(withdrawn.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await CountAsync(web), Is.EqualTo(4));
        using HttpResponseMessage shown = await web.GetAsync($"{Study}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}");
        Assert.That(shown.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task ANoteThatIsStored_Rejects_AndWhatItNamesStaysHiddenWhenStoredAgain()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        DicomFile image = await web.AddAsync(SyntheticImage.Make(1, 1));
        await web.AddAsync(SyntheticImage.Make(1, 2));

        using HttpResponseMessage stored = await web.StoreAsync("studies", await WebArchive.BytesAsync(Note(image, "113037")));
        using HttpResponseMessage again = await web.StoreAsync("studies", await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)));

        Assert.That((stored.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That((await web.SearchAsync($"{Study}/instances")).Select(i => i.GetProperty("00080018").GetProperty("Value")[0].GetString()), Does.Not.Contain(image.Id.SopInstance.Value).And.Contains(SyntheticImage.Instance(1, 2).Value));
    }

    [TestCase("113000")]
    [TestCase("113010")]
    public async Task ASelectionOfAnotherTitle_HidesNothing(string code)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        DicomFile image = await web.AddAsync(SyntheticImage.Make(1, 1));

        await web.AddAsync(Note(image, code));

        Assert.That(await CountAsync(web), Is.EqualTo(2));
    }

    [Test]
    public async Task ANote_HidesNothingOfAnotherStudy()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        DicomFile mine = await web.AddAsync(SyntheticImage.Make(1, 1)), theirs = await web.AddAsync(SyntheticImage.Make(2, 1));

        await web.AddAsync(Note(theirs, "113001", ofStudy: mine));

        Assert.That(await CountAsync(web), Is.EqualTo(3));
    }

    [Test]
    public async Task Rejection_OutlivesTheIndex()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-reject-").FullName;
        await using (WebArchive before = await WebArchive.StartAsync(Allowed, keptFolder: folder))
        {
            await before.AddAsync(SyntheticImage.Make(1, 1));
            await before.AddAsync(SyntheticImage.Make(1, 2));
            await RejectAsync(before, $"{Study}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}", "113039^DCM");
        }

        foreach (string index in Directory.GetFiles(folder, "index.db*")) File.Delete(index);
        await using (WebArchive after = await WebArchive.StartAsync(Allowed, keptFolder: folder))
            Assert.That((await after.SearchAsync("instances")).Select(i => i.GetProperty("00080018").GetProperty("Value")[0].GetString()), Does.Not.Contain(SyntheticImage.Instance(1, 1).Value).And.Contains(SyntheticImage.Instance(1, 2).Value));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task WhenAStudyIsDeleted_WhatWasHiddenInItIsGone()
    {
        await using WebArchive web = await StartAsync();
        await RejectAsync(web, $"{Study}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}", "113038^DCM");

        using HttpResponseMessage deleted = await web.Http.DeleteAsync(Study);

        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await web.SearchAsync("instances"), Is.Empty);
        Assert.That(await web.Archive.LocateAsync(new InstanceSelector { IncludesRejected = true }).CountAsync(), Is.Zero);
    }

    [TestCase("113001", HttpStatusCode.BadRequest)]
    [TestCase("113000^DCM", HttpStatusCode.BadRequest)]
    [TestCase("113001^SRT", HttpStatusCode.BadRequest)]
    public async Task AReasonThatIsNone_IsRefused(string code, HttpStatusCode status)
    {
        await using WebArchive web = await StartAsync();
        using HttpResponseMessage response = await web.Http.PostAsync($"{Study}/reject/{Uri.EscapeDataString(code)}", null);
        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task WhatIsNoNote_CannotBeWithdrawn()
    {
        await using WebArchive web = await StartAsync();
        using HttpResponseMessage response = await web.Http.DeleteAsync($"{Study}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}/reject");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await CountAsync(web), Is.EqualTo(4));
    }

    [Test]
    public async Task Reject_ByDefault_IsNoMethod()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        using HttpResponseMessage response = await web.Http.PostAsync($"{Study}/reject/113001%5EDCM", null);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static async Task<WebArchive> StartAsync()
    {
        WebArchive web = await WebArchive.StartAsync(Allowed);
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await web.AddAsync(SyntheticImage.Make(1, 2));
        await web.AddAsync(SyntheticImage.Make(1, 1, series: 2));
        await web.AddAsync(SyntheticImage.Make(1, 2, series: 2));
        return web;
    }

    private static async Task<int> CountAsync(WebArchive web) => (await web.SearchAsync("instances")).Length;

    // The path of the note below the service.
    private static async Task<string> RejectAsync(WebArchive web, string path, string code)
    {
        using HttpResponseMessage response = await web.Http.PostAsync($"{path}/reject/{Uri.EscapeDataString(code)}", null);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), System.Text.Encoding.UTF8.GetString(body));
        string url = DicomJson.ParseAll(body)[0].GetSequence(DicomTag.ReferencedSOPSequence)![0].GetString(DicomTag.RetrieveURL)!;
        return url[(web.Base.Length + 1)..];
    }

    private static DicomFile Note(DicomFile rejected, string code, DicomFile? ofStudy = null) =>
        new(new KeyObjectSelection(new CodedConcept(code, "DCM", "Title")).Add(InstanceReference.Of(rejected.Dataset)).ToDataset(ObjectContext.OfStudy((ofStudy ?? rejected).Dataset)));
}
