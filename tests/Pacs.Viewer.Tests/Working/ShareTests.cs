using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>A link for somebody outside.</summary>
internal sealed class ShareTests
{
    [Test]
    public async Task Link_OpensItsStudyAlone_ReadOnly()
    {
        string link;
        await using (ViewerPage owner = await ViewerPage.OpenStudyAsync(TestStudies.MrCurrent))
        {
            await owner.Button("Share").ClickAsync();
            await owner.Button("Make a link").ClickAsync();
            ILocator address = owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Share this study" });
            await Expect(address).ToBeVisibleAsync();
            link = await address.InputValueAsync();
            await owner.AssertAccessibleAsync();
            await owner.FinishAsync("Share_Link");
        }

        await using ViewerPage visitor = await ViewerPage.OpenAsync(new Uri(link).PathAndQuery);
        await visitor.WaitForPaneAsync(0);
        Assert.That(new Uri(visitor.Page.Url).AbsolutePath, Is.EqualTo($"/viewer/{TestStudies.MrCurrent}"));
        await Expect(visitor.Page.GetByText("Shared with you until")).ToBeVisibleAsync();
        foreach (string closed in (string[])["Report", "Shared session", "Share", "Back to the worklist"]) await Expect(visitor.Button(closed)).ToHaveCountAsync(0);
        await visitor.SettleAsync();
        await visitor.FinishAsync("Share_Visitor");

        // The same browser may ask for nothing else.
        IAPIRequestContext web = visitor.Page.Context.APIRequest;
        async Task<int> StatusAsync(string path, string method = "GET") => (await web.FetchAsync(new Uri(Room.Server.Url, path).ToString(), new() { Method = method })).Status;
        IAPIResponse studies = await web.GetAsync(new Uri(Room.Server.Url, "/dicom-web/studies").ToString());
        Assert.That(JsonDocument.Parse(await studies.TextAsync()).RootElement.GetArrayLength(), Is.EqualTo(1));
        Assert.That(await StatusAsync($"/dicom-web/studies/{TestStudies.CtCurrent}/metadata"), Is.EqualTo(404).Or.EqualTo(403));
        Assert.That(await StatusAsync("/dicom-web/studies", "POST"), Is.EqualTo(403));
        Assert.That(await StatusAsync("/api/admin/overview"), Is.EqualTo(403));

        // Wherever one goes, it is the one study.
        await visitor.Page.GotoAsync(new Uri(Room.Server.Url, $"/viewer/{TestStudies.CtCurrent}").ToString());
        await visitor.WaitForPaneAsync(0);
        await Expect(visitor.Texts(0)).ToContainTextAsync("TEST-MR-002");
    }

    [Test]
    public async Task Link_ThatIsOver_SaysSo()
    {
        using HttpResponseMessage made = await Room.Server.Http.PostAsJsonAsync($"/api/studies/{TestStudies.MrCurrent}/shares", new { hours = 1.0 / 3600, note = "" });
        string link = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!;
        using var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Room.Server.Url };
        HttpStatusCode answer;
        do
        {
            using HttpResponseMessage response = await visitor.GetAsync(new Uri(link, UriKind.Relative));
            answer = response.StatusCode;
        }
        while (answer == HttpStatusCode.Redirect);

        Assert.That(answer, Is.EqualTo(HttpStatusCode.Gone));
        await using ViewerPage viewer = await ViewerPage.OpenAsync(link);
        await Expect(viewer.Page.GetByText("This link is over.")).ToBeVisibleAsync();
        await viewer.FinishAsync();
    }
}
