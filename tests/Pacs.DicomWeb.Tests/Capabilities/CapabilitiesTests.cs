using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §8.9")]
public sealed class CapabilitiesTests
{
    private static readonly XNamespace Wadl = "http://wadl.dev.java.net/2009/02";

    [Test]
    public async Task OfTheService_TellsEveryResourceWithItsMethods()
    {
        await using WebArchive web = await WebArchive.StartAsync();

        XElement document = await WadlAsync(web, "");

        XElement resources = document.Element(Wadl + "resources")!;
        Assert.That(resources.Attribute("base")!.Value, Is.EqualTo(web.Base + "/"));
        Assert.That(Ids(resources, "studies"), Is.EqualTo(new[] { "SearchForStudies", "StoreInstances" }));
        Assert.That(Ids(resources, "studies", "{study}"), Is.EqualTo(new[] { "RetrieveStudy", "StoreStudyInstances" }));
        Assert.That(Ids(resources, "studies", "{study}", "series", "{series}", "instances", "{instance}", "frames", "{frames}", "rendered"), Is.EqualTo(new[] { "RetrieveRenderedFrames" }));
        Assert.That(resources.Descendants(Wadl + "method").Select(m => m.Attribute("id")!.Value), Is.Unique);
    }

    [Test]
    public async Task OfAResource_TellsItAndWhatIsBelow_WithItsMethodsInAllow()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using HttpResponseMessage response = await web.GetAsync($"studies/{SyntheticImage.Study(1)}/series", "application/vnd.sun.wadl+xml", HttpMethod.Options);

        XElement[] resources = [.. XElement.Parse(await response.Content.ReadAsStringAsync()).Element(Wadl + "resources")!.Elements(Wadl + "resource")];

        Assert.That(resources.Select(r => r.Attribute("path")!.Value), Is.EqualTo(new[] { "studies/{study}/series" }));
        Assert.That(resources[0].Elements(Wadl + "param").Select(p => (p.Attribute("name")!.Value, p.Attribute("style")!.Value)), Is.EqualTo(new[] { ("study", "template") }));
        Assert.That(Ids(resources[0], "{series}"), Is.EqualTo(new[] { "RetrieveSeries" }));
        Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(new[] { "GET", "HEAD", "OPTIONS" }));
    }

    [Test]
    public async Task WhatIsNotOn_IsNotTold()
    {
        await using WebArchive with = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true }), without = await WebArchive.StartAsync();

        Assert.That(Methods(await WadlAsync(with, "studies/1.2")), Does.Contain("DELETE"));
        Assert.That(Methods(await WadlAsync(without, "studies/1.2")), Does.Not.Contain("DELETE"));

        static IEnumerable<string> Methods(XElement document) => document.Descendants(Wadl + "method").Select(m => m.Attribute("name")!.Value);
    }

    [Test]
    public async Task OfASearch_NamesTheAttributesThatTheIndexKeeps()
    {
        await using WebArchive web = await WebArchive.StartAsync();

        XElement document = await WadlAsync(web, "");

        Assert.That(Parameters("SearchForStudies"), Does.Contain("PatientID").And.Contain("limit").And.Not.Contain("Modality"));
        Assert.That(Parameters("SearchForSeries"), Does.Contain("PatientID").And.Contain("Modality").And.Not.Contain("InstanceNumber"));

        IEnumerable<string> Parameters(string id) => document.Descendants(Wadl + "method").Single(m => m.Attribute("id")!.Value == id)
            .Element(Wadl + "request")!.Elements(Wadl + "param").Where(p => p.Attribute("style")!.Value == "query").Select(p => p.Attribute("name")!.Value);
    }

    [TestCase("application/json")]
    [TestCase("application/vnd.sun.wadl+json")]
    public async Task AsJson_ItTellsTheSame(string accept)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        XElement xml = await WadlAsync(web, "studies");
        using HttpResponseMessage response = await web.GetAsync("studies", accept, HttpMethod.Options);
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        JsonElement resource = json.RootElement.GetProperty("application").GetProperty("resources")[0].GetProperty("resource")[0];

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(accept));
        Assert.That(resource.GetProperty("path").GetString(), Is.EqualTo("studies"));
        Assert.That(Ids(resource), Is.EquivalentTo(xml.Descendants(Wadl + "method").Select(m => m.Attribute("id")!.Value)));

        static IEnumerable<string> Ids(JsonElement resource)
        {
            foreach (JsonElement method in resource.TryGetProperty("method", out JsonElement methods) ? methods.EnumerateArray().ToArray() : []) yield return method.GetProperty("id").GetString()!;
            foreach (JsonElement child in resource.TryGetProperty("resource", out JsonElement children) ? children.EnumerateArray().ToArray() : [])
                foreach (string id in Ids(child)) yield return id;
        }
    }

    [Test]
    public async Task InAFormThatIsNoDescription_IsNotAcceptable()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using HttpResponseMessage response = await web.GetAsync("", "image/png", HttpMethod.Options);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
    }

    private static async Task<XElement> WadlAsync(WebArchive web, string path)
    {
        using HttpResponseMessage response = await web.GetAsync(path, method: HttpMethod.Options);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/vnd.sun.wadl+xml"));
        return XElement.Parse(await response.Content.ReadAsStringAsync());
    }

    private static IEnumerable<string> Ids(XElement from, params string[] path) =>
        path.Aggregate(from, (e, segment) => e.Elements(Wadl + "resource").Single(r => r.Attribute("path")!.Value == segment)).Elements(Wadl + "method").Select(m => m.Attribute("id")!.Value);
}
