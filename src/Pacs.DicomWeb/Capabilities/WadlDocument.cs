using System.Xml.Linq;
using Pacs.Archive;

namespace Pacs.DicomWeb;

/// <summary>The capabilities description (PS3.18 Annex H): one resource with its methods and children, as a WADL document.</summary>
internal static class WadlDocument
{
    private static readonly XNamespace Wadl = "http://wadl.dev.java.net/2009/02";

    public static XElement Make(string baseUrl, ResourceTree resource, IndexAttributes attributes)
    {
        // Of the service itself its resources stand side by side; any other stands alone, under its whole path.
        object[] content = resource.Path.Length == 0 ? [.. resource.Children.Select(c => Resource(c, c.Segment, attributes))] : [Resource(resource, resource.Path, attributes)];
        return new XElement(Wadl + "application", new XElement(Wadl + "resources", new XAttribute("base", baseUrl + "/"), content));
    }

    private static XElement Resource(ResourceTree resource, string path, IndexAttributes attributes) => new(
        Wadl + "resource",
        new XAttribute("path", path),
        resource.Path.Split('/').Where(s => s[0] == '{' && path.Contains(s, StringComparison.Ordinal)).Select(s => Param(s.Trim('{', '}'), "template", null, isRequired: true)),
        resource.Methods.Select(m => Method(m, attributes)),
        resource.Children.Select(c => Resource(c, c.Segment, attributes)));

    private static XElement Method(DicomWebRoute route, IndexAttributes attributes)
    {
        RouteForm form = route.Form;
        object[] request =
        [
            .. form.Produces.Count > 0 ? (object[])[Options("Accept", form.Produces)] : [],
            .. form.Consumes.Count > 0 ? (object[])[Options("Content-Type", form.Consumes)] : [],
            .. form.Parameters.Select(p => Param(p.Name, "query", p.Summary, p.IsRequired)),
            .. form.MatchesAt is { } level ? SearchKeys.Of(attributes, level).Select(name => Param(name, "query", null, isRequired: false)) : [],
            .. form.Consumes.Select(Representation),
        ];
        return new XElement(
            Wadl + "method",
            new XAttribute("name", route.Method),
            new XAttribute("id", form.Id),
            new XElement(Wadl + "doc", route.Summary),
            request.Length > 0 ? new XElement(Wadl + "request", request) : null,
            new XElement(Wadl + "response", new XAttribute("status", string.Join(' ', form.Successes)), form.Produces.Select(Representation)),
            new XElement(Wadl + "response", new XAttribute("status", string.Join(' ', form.Failures)), Representation("application/problem+json")));
    }

    private static XElement Options(string header, IReadOnlyList<string> types) => new(
        Wadl + "param",
        new XAttribute("name", header),
        new XAttribute("style", "header"),
        new XAttribute("default", types[0]),
        types.Select(type => new XElement(Wadl + "option", new XAttribute("value", type))));

    private static XElement Param(string name, string style, string? summary, bool isRequired) => new(
        Wadl + "param",
        new XAttribute("name", name),
        new XAttribute("style", style),
        isRequired ? new XAttribute("required", "true") : null,
        summary is null ? null : new XElement(Wadl + "doc", summary));

    private static XElement Representation(string type) => new(Wadl + "representation", new XAttribute("mediaType", type));
}
