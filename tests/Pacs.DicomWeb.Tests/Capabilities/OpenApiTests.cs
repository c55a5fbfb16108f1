using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pacs.DicomWeb.Tests;

public sealed class OpenApiTests
{
    [Test]
    public async Task EveryPathOfTheDocument_IsServed_WithTheMethodsItNames()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true });
        using JsonDocument document = await DocumentAsync(web);
        Assert.That(document.RootElement.GetProperty("servers")[0].GetProperty("url").GetString(), Is.EqualTo(web.Base));
        int count = 0;

        foreach (JsonProperty path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            string url = Regex.Replace(path.Name.TrimStart('/'), @"\{(\w+)\}", m => m.Groups[1].Value switch { "frames" => "1", "path" => "00420011", _ => "1.2.3" });
            using HttpResponseMessage options = await web.GetAsync(url, method: HttpMethod.Options);
            Assert.That(options.StatusCode, Is.EqualTo(HttpStatusCode.OK), url);
            string[] named = [.. path.Value.EnumerateObject().Select(m => m.Name.ToUpperInvariant()).Where(m => m != "PARAMETERS")];
            Assert.That(options.Content.Headers.Allow.Except(["HEAD", "OPTIONS"]), Is.EquivalentTo(named), url);
            count += named.Length;
        }

        Assert.That(count, Is.GreaterThan(30));
    }

    [Test]
    public async Task WhatIsNotOn_IsNotInTheDocument()
    {
        await using WebArchive with = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true }), without = await WebArchive.StartAsync();
        using JsonDocument more = await DocumentAsync(with), less = await DocumentAsync(without);

        Assert.That(IsThere(more), Is.True);
        Assert.That(IsThere(less), Is.False);

        static bool IsThere(JsonDocument document) => document.RootElement.GetProperty("paths").GetProperty("/studies/{study}").TryGetProperty("delete", out _);
    }

    [Test]
    public async Task Document_IsAskedForAgain_ByItsTag()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using HttpResponseMessage first = await web.GetAsync("openapi.json");
        using var again = new HttpRequestMessage(HttpMethod.Get, "openapi.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using HttpResponseMessage second = await web.Http.SendAsync(again);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    [Category("Interop")]
    public async Task Document_IsValid_SaysTheValidatorOfTheOpenApiCommunity()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true });
        string text = await web.Http.GetStringAsync("openapi.json");
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("import sys, json\ntry:\n  from openapi_spec_validator import OpenAPIV31SpecValidator as V\nexcept ImportError: sys.exit(77)\nfor e in V(json.load(sys.stdin)).iter_errors(): print(e.message)");
        using Process? validator = TryStart(start);
        if (validator is null) Assert.Ignore("python3 is not here.");
        await validator!.StandardInput.WriteAsync(text);
        validator.StandardInput.Close();
        string errors = await validator.StandardOutput.ReadToEndAsync(), failure = await validator.StandardError.ReadToEndAsync();
        await validator.WaitForExitAsync();
        if (validator.ExitCode == 77) Assert.Ignore("openapi-spec-validator is not here.");

        Assert.That(validator.ExitCode, Is.Zero, failure);
        Assert.That(errors, Is.Empty);
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static async Task<JsonDocument> DocumentAsync(WebArchive web)
    {
        using HttpResponseMessage response = await web.GetAsync("openapi.json");
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }
}
