using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Core;
using Pacs.DicomWeb;

namespace Pacs.Fuzz;

/// <summary>The DICOMweb endpoints without a network: requests go straight to their handlers. Nothing is kept of what they store.</summary>
internal sealed class WebRequests
{
    private readonly WebApplication _app;
    private readonly Dictionary<(string Method, string Pattern), RequestDelegate> _handlers = [];

    public WebRequests()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-fuzz-").FullName;
        DicomArchive archive = DicomArchive.OpenAsync(FileBlobStore.OpenAsync(folder).AsTask().GetAwaiter().GetResult(), new MemoryIndex()).AsTask().GetAwaiter().GetResult();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IStudyAccess, Nobody>();
        _app = builder.Build();
        _app.MapDicomWeb("/d", archive);
        foreach (RouteEndpoint endpoint in ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
            foreach (string method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                _handlers[(method, endpoint.RoutePattern.RawText!)] = endpoint.RequestDelegate!;
    }

    /// <summary>Runs a request; a status of 500 and above, or an exception, is a defect.</summary>
    /// <returns>The status.</returns>
    public int Send(string method, string pattern, Action<HttpRequest> prepare)
    {
        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.Request.Method = method;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost");
        prepare(context.Request);
        _handlers[(method, pattern)](context).GetAwaiter().GetResult();
        int status = context.Response.StatusCode;
        return status < 500 ? status : throw new InvalidOperationException($"The answer was {status}.");
    }

    /// <summary>May see and store nothing: what comes is read to its header, and refused then.</summary>
    private sealed class Nobody : IStudyAccess
    {
        private static readonly QueryKey[] Nothing = [new TextQueryKey(DicomTag.PatientID, ["nobody has this"])];

        public ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct) => new(Nothing);
    }
}
