using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pacs.Core;

namespace Pacs.DicomWeb.Security.Tests;

public sealed class ApiKeyTests
{
    private static string Study(int n) => $"studies/{Pacs.Testing.SyntheticImage.Study(n)}";

    [Test]
    public async Task AKey_OpensByItsOwnHeaderAndByAuthorization()
    {
        string key = "";
        await using WebArchive web = await Secure.StartAsync(options => key = options.AddKey());

        Assert.Multiple(async () =>
        {
            Assert.That(await web.StatusAsync("GET", "studies", ("X-Api-Key", key)), Is.EqualTo(200));
            Assert.That(await web.StatusAsync("GET", "studies", ("Authorization", $"ApiKey {key}")), Is.EqualTo(200));
            Assert.That(await web.StatusAsync("GET", "studies", ("Authorization", $"apikey {key}")), Is.EqualTo(200));
            Assert.That(await web.StatusAsync("GET", "studies"), Is.EqualTo(401));
        });
    }

    [TestCase("")]
    [TestCase("wrong")]
    [TestCase("*")]
    [TestCase("HASH", Description = "who reads the configuration has no key")]
    [TestCase("KEY ")]
    [TestCase("key")]
    public async Task AnotherKey_IsRefused(string value)
    {
        string key = "", hash = "";
        await using WebArchive web = await Secure.StartAsync(options =>
        {
            key = options.AddKey();
            hash = options.ApiKeys[0].Sha256;
            options.Anonymous = AnonymousAccess.Loopback;
        });
        value = value switch { "HASH" => hash, "KEY " => key + "x", "key" => key.ToLowerInvariant(), _ => value };

        using HttpResponseMessage response = await web.SendAsync("GET", "studies", ("X-Api-Key", value));

        Assert.That((int)response.StatusCode, Is.EqualTo(401), "refused credentials do not fall back to none");
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("ApiKey"));
    }

    [Test]
    public async Task AVeryLongKey_IsRefused()
    {
        await using WebArchive web = await Secure.StartAsync(options => options.AddKey());

        Assert.That(await web.StatusAsync("GET", "studies", ("X-Api-Key", new string('x', 8000))), Is.EqualTo(401));
    }

    [Test]
    public async Task AKey_EndsWhenItExpires()
    {
        var time = new FakeTimeProvider();
        string key = "";
        await using WebArchive web = await Secure.StartAsync(options => key = options.AddKey(k => k.Expires = time.GetUtcNow().AddHours(1)), services: s => s.AddSingleton<TimeProvider>(time));
        int before = await web.StatusAsync("GET", "studies", ("X-Api-Key", key));

        time.Advance(TimeSpan.FromHours(1));

        Assert.That((before, await web.StatusAsync("GET", "studies", ("X-Api-Key", key))), Is.EqualTo((200, 401)));
    }

    [Test]
    public async Task AKey_HasItsScopesAndSeesItsPatients()
    {
        string key = "";
        await using WebArchive web = await Secure.StartAsync(options => key = options.AddKey(k =>
        {
            k.Scopes.Remove("dicom.store");
            k.Patients.Add("P2");
        }));

        using HttpResponseMessage found = await web.SendAsync("GET", "studies", ("X-Api-Key", key));
        using JsonDocument studies = JsonDocument.Parse(await found.Content.ReadAsStringAsync());
        Assert.Multiple(async () =>
        {
            Assert.That(studies.RootElement.EnumerateArray().Select(s => s.GetProperty("00100020").GetProperty("Value")[0].GetString()), Is.EqualTo(new[] { "P2" }));
            Assert.That(await web.StatusAsync("GET", Study(1), ("X-Api-Key", key)), Is.EqualTo(404));
            Assert.That(await web.StatusAsync("GET", Study(2), ("X-Api-Key", key)), Is.EqualTo(200));
            Assert.That(await web.StatusAsync("POST", "studies", ("X-Api-Key", key)), Is.EqualTo(403));
        });
    }

    [Test]
    public async Task TheAuditTrail_NamesTheKeysOwner()
    {
        var sink = new ListSink();
        string key = "";
        await using WebArchive web = await Secure.StartAsync(options => key = options.AddKey(k => k.Name = "Ward 3"), services: s => s.AddSingleton<IAuditSink>(sink));

        await web.StatusAsync("GET", "studies", ("X-Api-Key", key));

        Assert.That((await sink.WaitAsync(1)).Single().Participants[0].UserId, Is.EqualTo("Ward 3"));
        Assert.That(ListSink.Write(sink.Messages).Single().ToString(), Does.Not.Contain(key));
    }

    [Test]
    public void ANewKey_IsLongAndKnownByItsHash()
    {
        (string key, string hash) = ApiKey.Create();

        Assert.That((key.Length > 40, ApiKey.Hash(key), ApiKey.Create().Key != key), Is.EqualTo((true, hash, true)));
    }
}
