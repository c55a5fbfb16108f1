using System.Net;
using System.Text.RegularExpressions;
using Pacs.Viewer.Tests.Harness;

namespace Pacs.Viewer.Tests.Working;

/// <summary>How the viewer's files are served.</summary>
internal sealed partial class PolicyTests
{
    [Test]
    public async Task Page_IsNotKept_AndItsNonceIsNewEachTime()
    {
        using HttpResponseMessage first = await Room.Server.Http.GetAsync(new Uri("/", UriKind.Relative));
        using HttpResponseMessage second = await Room.Server.Http.GetAsync(new Uri("/viewer/1.2.3", UriKind.Relative));
        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(first.Headers.CacheControl?.NoStore, Is.True);
        string policy = first.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.Contain("default-src 'self'").And.Not.Contain("unsafe-eval'; script").And.Contain("frame-ancestors 'none'"));
        Assert.That(Nonce().Match(policy).Value, Is.Not.EqualTo(Nonce().Match(second.Headers.GetValues("Content-Security-Policy").Single()).Value));
        Assert.That(await first.Content.ReadAsStringAsync(), Does.Contain(Nonce().Match(policy).Groups[1].Value));
    }

    [Test]
    public async Task Assets_AreKeptForEver_AndCarryThePolicy()
    {
        string page = await Room.Server.Http.GetStringAsync(new Uri("/", UriKind.Relative));
        foreach (string asset in Asset().Matches(page).Select(match => match.Value))
        {
            using HttpResponseMessage answer = await Room.Server.Http.GetAsync(new Uri(asset, UriKind.Relative));
            Assert.That(answer.Headers.CacheControl?.ToString(), Does.Contain("immutable"), asset);
            Assert.That(answer.Headers.Contains("Content-Security-Policy"), asset);
        }
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Asset();
}
