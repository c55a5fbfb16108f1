using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Writes an OpenAPI 3.1 document of the routes that are on: parameters, media types, statuses.</summary>
internal sealed class OpenApiDocument(Utf8JsonWriter json, IndexAttributes attributes)
{
    private const string Uid = "^[0-9.]{1,64}$";

    public void Write(string baseUrl, IReadOnlyList<DicomWebRoute> routes)
    {
        json.WriteStartObject();
        json.WriteString("openapi"u8, "3.1.0");
        json.WriteStartObject("info"u8);
        json.WriteString("title"u8, "DICOMweb");
        json.WriteString("version"u8, typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");
        json.WriteString("description"u8, "Search, retrieval and storage of DICOM objects (DICOM PS3.18).");
        json.WriteEndObject();
        json.WriteStartArray("servers"u8);
        json.WriteStartObject();
        json.WriteString("url"u8, baseUrl);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("paths"u8);
        foreach (IGrouping<string, DicomWebRoute> path in routes.GroupBy(r => r.Pattern)) WritePath(path);
        json.WriteEndObject();
        WriteComponents(routes);
        json.WriteEndObject();
    }

    private void WritePath(IGrouping<string, DicomWebRoute> path)
    {
        string pattern = path.Key.Replace("**", string.Empty, StringComparison.Ordinal);
        json.WriteStartObject(pattern);
        string[] names = [.. pattern.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}'))];
        if (names.Length > 0)
        {
            json.WriteStartArray("parameters"u8);
            foreach (string name in names) WriteReference("path." + name);
            json.WriteEndArray();
        }

        foreach (DicomWebRoute route in path) WriteOperation(route);
        json.WriteEndObject();
    }

    private void WriteOperation(DicomWebRoute route)
    {
        json.WriteStartObject(route.Method.ToLowerInvariant());
        json.WriteString("operationId"u8, route.Form.Id);
        json.WriteString("summary"u8, route.Summary);
        json.WriteStartArray("tags"u8);
        json.WriteStringValue(route.Operation.ToString());
        json.WriteEndArray();
        string[] keys = route.Form.MatchesAt is { } level ? [.. SearchKeys.Of(attributes, level)] : [];
        if (keys.Length + route.Form.Parameters.Count > 0)
        {
            json.WriteStartArray("parameters"u8);
            foreach (RouteParameter parameter in route.Form.Parameters) WriteParameter(parameter.Name, "query", parameter.Summary, parameter.IsRequired, pattern: null);
            foreach (string key in keys) WriteReference(key);
            json.WriteEndArray();
        }

        if (route.Form.Consumes.Count > 0)
        {
            json.WriteStartObject("requestBody"u8);
            json.WriteBoolean("required"u8, true);
            WriteContent(route.Form.Consumes);
            json.WriteEndObject();
        }

        json.WriteStartObject("responses"u8);
        foreach (int status in route.Form.Successes) WriteResponse(status, status == 304 ? [] : route.Form.Produces);
        foreach (int status in route.Form.Failures) WriteResponse(status, ["application/problem+json"]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResponse(int status, IReadOnlyList<string> types)
    {
        json.WriteStartObject(status.ToString(CultureInfo.InvariantCulture));
        json.WriteString("description"u8, ReasonPhrases.GetReasonPhrase(status));
        if (types.Count > 0) WriteContent(types);
        json.WriteEndObject();
    }

    private void WriteContent(IReadOnlyList<string> types)
    {
        json.WriteStartObject("content"u8);
        foreach (string type in types)
        {
            json.WriteStartObject(type);
            if (type == "application/problem+json")
            {
                json.WriteStartObject("schema"u8);
                json.WriteString("$ref"u8, "#/components/schemas/Problem");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteComponents(IReadOnlyList<DicomWebRoute> routes)
    {
        json.WriteStartObject("components"u8);
        json.WriteStartObject("parameters"u8);
        foreach (string name in routes.SelectMany(r => r.Pattern.Split('/')).Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}', '*')).Distinct())
        {
            json.WritePropertyName("path." + name);
            (string summary, string? pattern) = name switch
            {
                "study" => ("Study Instance UID", Uid),
                "series" => ("Series Instance UID", Uid),
                "instance" => ("SOP Instance UID", Uid),
                "transaction" => ("Transaction UID", Uid),
                "code" => ("Reason: a code value and its scheme, parted by a circumflex, such as 113001^DCM", null),
                "frames" => ("Frame numbers from 1, parted by commas", "^[0-9]+(,[0-9]+)*$"),
                "path" => ("Tag of the value; within sequences tags and item numbers from 0, parted by slashes", null),
                _ => (name, (string?)null),
            };
            WriteParameter(name, "path", summary, isRequired: true, pattern);
        }

        QueryLevel? lowest = routes.Max(r => r.Form.MatchesAt);
        foreach (string key in lowest is { } level ? SearchKeys.Of(attributes, level) : [])
        {
            json.WritePropertyName(key);
            WriteParameter(key, "query", "Key of a search (PS3.18 §8.3.4.1)", isRequired: false, pattern: null);
        }

        json.WriteEndObject();
        json.WriteStartObject("schemas"u8);
        json.WritePropertyName("Problem"u8);
        json.WriteRawValue("""{"type":"object","description":"RFC 9457","properties":{"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"}}}"""u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteReference(string name)
    {
        json.WriteStartObject();
        json.WriteString("$ref"u8, $"#/components/parameters/{name}");
        json.WriteEndObject();
    }

    private void WriteParameter(string name, string place, string summary, bool isRequired, string? pattern)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("in"u8, place);
        json.WriteString("description"u8, summary);
        if (isRequired) json.WriteBoolean("required"u8, true);
        json.WriteStartObject("schema"u8);
        json.WriteString("type"u8, "string");
        if (pattern is not null) json.WriteString("pattern"u8, pattern);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
