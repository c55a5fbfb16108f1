using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

public sealed class AuthorizationTests
{
    private static string Study => $"studies/{SyntheticImage.Study(1)}";

    [Test]
    public async Task WithoutCredentials_TheAnswerIs401WithAChallengeAndAReason()
    {
        await using WebArchive web = await StartAsync();

        using HttpResponseMessage none = await SendAsync(web, "GET", "studies", null), wrong = await SendAsync(web, "GET", "studies", "wrong");

        Assert.That((none.StatusCode, wrong.StatusCode), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)));
        Assert.That(none.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Claims"));
        Assert.That((await ReasonAsync(none), await ReasonAsync(wrong)), Is.EqualTo(("Credentials are needed.", "The credentials were refused.")));
    }

    [TestCase("GET", "studies", "dicom.search")]
    [TestCase("GET", "series", "dicom.search")]
    [TestCase("GET", "S/instances", "dicom.search")]
    [TestCase("GET", "S", "dicom.retrieve")]
    [TestCase("HEAD", "S", "dicom.retrieve")]
    [TestCase("GET", "S/metadata", "dicom.retrieve")]
    [TestCase("GET", "S/rendered", "dicom.retrieve")]
    [TestCase("GET", "wado?requestType=WADO", "dicom.retrieve")]
    [TestCase("POST", "studies", "dicom.store")]
    [TestCase("POST", "S", "dicom.store")]
    [TestCase("POST", "commitment-requests/1.2.3", "dicom.store")]
    [TestCase("GET", "commitment-requests/1.2.3", "dicom.store")]
    [TestCase("GET", "events?after=x", "dicom.search")]
    [TestCase("DELETE", "S", "dicom.delete")]
    public async Task EachOperation_NeedsItsScopeAndNoOther(string method, string path, string scope)
    {
        await using WebArchive web = await StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        path = path.StartsWith('S') ? Study + path[1..] : path;
        string others = string.Join(' ', new[] { "dicom.search", "dicom.retrieve", "dicom.store", "dicom.delete" }.Where(s => s != scope));

        using HttpResponseMessage refused = await SendAsync(web, method, path, $"scope={others}"), taken = await SendAsync(web, method, path, $"scope=openid {scope}");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        if (method != "HEAD") Assert.That(await ReasonAsync(refused), Is.EqualTo($"The scope {scope} is needed."));
        Assert.That(taken.StatusCode, Is.Not.EqualTo(HttpStatusCode.Forbidden).And.Not.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("scope=dicom.search", 200)]
    [TestCase("scope=openid;scope=dicom.search", 200)]
    [TestCase("scp=profile dicom.search", 200)]
    [TestCase("roles=dicom.search", 200)]
    [TestCase("roles=radiologist", 200)]
    [TestCase("roles=porter", 403)]
    [TestCase("scope=dicom.search.none", 403)]
    [TestCase("scope=DICOM.SEARCH", 403)]
    [TestCase("other=dicom.search", 403)]
    [TestCase("sub=x", 403)]
    [TestCase("sub=x;unproved:scope=dicom.search", 403)]
    public async Task AScope_StandsInAClaimOrBelongsToARole(string claims, int status)
    {
        await using WebArchive web = await StartAsync(new DicomWebAuthorizationOptions { RoleScopes = new Dictionary<string, IReadOnlyList<string>> { ["radiologist"] = ["dicom.search", "dicom.retrieve"] } });

        using HttpResponseMessage response = await SendAsync(web, "GET", "studies", claims);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Scopes_HaveOtherNamesWhereTheApplicationSaysSo()
    {
        await using WebArchive web = await StartAsync(new DicomWebAuthorizationOptions { SearchScope = "imaging/read" });

        using HttpResponseMessage response = await SendAsync(web, "GET", "studies", "scope=imaging/read");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task AnApplicationsOwnEndpoint_CanNeedAScope()
    {
        await using WebArchive web = await StartAsync(configure: (app, _) => app.MapGet("/dicom-web/own", () => "yes").RequireAuthorization(policy => policy.RequireScope("clinic.admin")));

        using HttpResponseMessage refused = await SendAsync(web, "GET", "own", "scope=dicom.search"), taken = await SendAsync(web, "GET", "own", "scope=clinic.admin");

        Assert.That((refused.StatusCode, taken.StatusCode), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.OK)));
        Assert.That(await ReasonAsync(refused), Is.EqualTo("The scope clinic.admin is needed."));
    }

    [Test]
    public async Task EveryMappedEndpoint_IsClosed()
    {
        Microsoft.AspNetCore.Routing.EndpointDataSource? source = null;
        await using WebArchive web = await StartAsync(configure: (app, _) => source = app.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>());

        Assert.That(source!.Endpoints, Is.Not.Empty);
        Assert.That(source.Endpoints.Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()?.Policy != DicomWebAuthorizationOptions.PolicyName).Select(e => e.DisplayName), Is.Empty);
    }

    internal static Task<WebArchive> StartAsync(DicomWebAuthorizationOptions? options = null, Action<WebApplication, IEndpointConventionBuilder>? configure = null) =>
        WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true, AllowReject = true }, services =>
        {
            ClaimsScheme.Add(services);
            services.AddDicomWebAuthorization(options);
        }, configure);

    internal static async Task<HttpResponseMessage> SendAsync(WebArchive web, string method, string path, string? claims, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (claims is not null) request.Headers.TryAddWithoutValidation(ClaimsScheme.Header, claims);
        return await web.Http.SendAsync(request);
    }

    private static async Task<string?> ReasonAsync(HttpResponseMessage response)
    {
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        using JsonDocument problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("detail").GetString();
    }
}
