using System.Net;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

public sealed class DeleteTests
{
    private static string Study => $"studies/{SyntheticImage.Study(1)}";

    [TestCase("", 1)]
    [TestCase("/series/S", 1)]
    [TestCase("/series/S/instances/I", 2)]
    public async Task Delete_WhereAllowed_RemovesWhatThePathSelects(string path, int left)
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true });
        for (int i = 1; i <= 2; i++) await web.AddAsync(SyntheticImage.Make(1, i));
        await web.AddAsync(SyntheticImage.Make(2, 1));
        path = path.Replace("/S", "/" + SyntheticImage.Series(1)).Replace("/I", "/" + SyntheticImage.Instance(1, 1));

        using HttpResponseMessage response = await web.Http.DeleteAsync(Study + path), again = await web.Http.DeleteAsync(Study + path);

        Assert.That((response.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NotFound)));
        Assert.That(await web.SearchAsync("instances"), Has.Length.EqualTo(left));
    }

    [Test]
    public async Task Delete_ByDefault_IsNoMethod()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));

        using HttpResponseMessage response = await web.Http.DeleteAsync(Study);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(await web.SearchAsync("instances"), Has.Length.EqualTo(1));
    }
}
