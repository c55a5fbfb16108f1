using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>Bearer tokens come from a handler of the caller's: for every verb, renewed when the server refuses one.</summary>
public sealed class TokenTests
{
    private WebArchive _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true }, configure: (app, _) => app.Use((context, next) =>
    {
        if (context.Request.Headers.Authorization == "Bearer good") return next(context);
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }));

    [TearDown]
    public ValueTask CloseAsync() => _server.DisposeAsync();

    [Test]
    public async Task EveryVerb_CarriesTheToken_AndARefusedOneIsRenewed()
    {
        var tokens = new Tokens("stale", "good");
        DicomWebClient web = Client(tokens);
        DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 8 * 1024);
        DicomWebResource instance = DicomWebResource.Instance(SyntheticImage.Study(1), SyntheticImage.Series(1), SyntheticImage.Instance(1, 1));

        // The first is a body that is streamed: it is written again for the second token.
        Assert.That((await web.StoreAsync([DicomWebUpload.FromFile(file)]).SingleAsync()).Status.IsSuccess, Is.True);
        Assert.That(await web.FindAsync(DicomQuery.Studies()).CountAsync(), Is.EqualTo(1));
        Assert.That(await web.RetrieveFilesAsync(instance).CountAsync(), Is.EqualTo(1));
        Assert.That((await web.RetrieveMetadataAsync(instance)).GetElement(DicomTag.PixelData)!.Value.Bulk, Is.Not.Null);
        await using (DicomWebContent picture = await web.RetrieveRenderedAsync(instance)) Assert.That(picture.MediaType, Is.EqualTo("image/png"));
        await web.DeleteAsync(instance);

        Assert.That(tokens.Refusals, Is.EqualTo(1));
    }

    [Test]
    public void NoToken_IsTold_WithoutARetry()
    {
        var tokens = new Tokens("stale");

        DicomWebRequestException refused = Assert.ThrowsAsync<DicomWebRequestException>(async () => await Client(tokens).FindAsync(DicomQuery.Studies()).CountAsync())!;

        Assert.That((refused.StatusCode, refused.IsTransient), Is.EqualTo((HttpStatusCode.Unauthorized, false)));
        Assert.That(refused.Message, Does.Not.Contain("stale"));
        Assert.That(tokens.Refusals, Is.EqualTo(1));
    }

    private DicomWebClient Client(Tokens tokens) => new(new HttpClient(tokens) { BaseAddress = _server.Http.BaseAddress });

    /// <summary>Sets the token, and takes the next one when the server refuses it.</summary>
    private sealed class Tokens(params string[] tokens) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _current;

        public int Refusals { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            while (true)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[_current]);
                HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
                if (response.StatusCode != HttpStatusCode.Unauthorized) return response;
                Refusals++;
                if (_current + 1 == tokens.Length) return response;
                _current++;
                response.Dispose();
            }
        }
    }
}
