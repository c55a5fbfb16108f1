using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>One request: its path, what it may see, and what the service can do.</summary>
internal sealed class DicomWebContext(DicomWebService service, HttpContext http, ArchiveView archive, AccessAudit? audit = null)
{
    public DicomWebService Service => service;

    public HttpContext Http => http;

    public HttpRequest Request => http.Request;

    public HttpResponse Response => http.Response;

    public ArchiveView Archive => archive;

    /// <summary>The audit of the request; null where nothing is audited.</summary>
    public AccessAudit? Audit => audit;

    /// <summary>The request's body. What fails in it is the client's failure.</summary>
    /// <exception cref="DicomWebException">It is compressed.</exception>
    public PipeReader Body => field ??= http.Request.Headers.ContentEncoding.ToString() is "" or "identity"
        ? new RequestBody(http.Request.BodyReader)
        : throw new DicomWebException(StatusCodes.Status415UnsupportedMediaType, "Bodies are taken without a Content-Encoding."); // RFC 9110 §8.4

    public DicomWebOptions Options => service.Options;

    public CancellationToken Aborted => http.RequestAborted;

    public bool IsHead => HttpMethods.IsHead(http.Request.Method);

    /// <summary>Base of all URLs in the answer, without a slash at its end.</summary>
    public string BaseUrl => field ??= service.BaseUrl(http.Request);

    public DicomUid? Study => Uid("study");

    public DicomUid? Series => Uid("series");

    public DicomUid? Instance => Uid("instance");

    /// <summary>What the path selects.</summary>
    public InstanceSelector Selector => new()
    {
        Studies = Study is { } study ? [study] : [],
        Series = Series is { } series ? [series] : [],
        Instances = Instance is { } instance ? [instance] : [],
    };

    /// <summary>The part of the path that a route names, or null.</summary>
    public string? RouteValue(string name) => http.Request.RouteValues.TryGetValue(name, out object? value) ? value as string : null;

    private DicomUid? Uid(string name)
    {
        if (RouteValue(name) is not { } text) return null;
        return Uids.TryParse(text, out DicomUid uid) ? uid : throw new DicomWebException(StatusCodes.Status400BadRequest, $"The {name} in the path is no UID.");
    }
}
