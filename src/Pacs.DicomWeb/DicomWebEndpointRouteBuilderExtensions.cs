using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Archive;

namespace Pacs.DicomWeb;

/// <summary>Maps DICOMweb into an ASP.NET Core application.</summary>
public static class DicomWebEndpointRouteBuilderExtensions
{
    /// <summary>Serves the archive that the container knows (<c>AddPacs()</c> registers it) as DICOMweb: search, retrieve, store (PS3.18 §10).</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Path below which the services are.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <returns>All endpoints, to require authorization or CORS of.</returns>
    public static IEndpointConventionBuilder MapDicomWeb(this IEndpointRouteBuilder endpoints, string prefix = "/dicom-web", DicomWebOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return Map(endpoints, prefix, options, static context => context.RequestServices.GetRequiredService<DicomArchive>());
    }

    /// <summary>Serves an archive as DICOMweb.</summary>
    /// <inheritdoc cref="MapDicomWeb(IEndpointRouteBuilder, string, DicomWebOptions?)"/>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Path below which the services are.</param>
    /// <param name="archive">The archive; must outlive the application.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    public static IEndpointConventionBuilder MapDicomWeb(this IEndpointRouteBuilder endpoints, string prefix, DicomArchive archive, DicomWebOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(archive);
        return Map(endpoints, prefix, options, _ => archive);
    }

    private static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix, DicomWebOptions? options, Func<HttpContext, DicomArchive> archive)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var service = new DicomWebService(prefix.TrimEnd('/'), options ?? new DicomWebOptions(), archive);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        foreach (DicomWebRoute route in service.Routes.Concat(CapabilitiesHandler.RoutesFor(service.Routes)))
        {
            // A WebSocket over HTTP/2 begins with CONNECT (RFC 8441 §4).
            string[] methods = route.IsSocket ? ["GET", "HEAD", "CONNECT"] : route.Method == "GET" ? ["GET", "HEAD"] : [route.Method];
            RequestDelegate handler = new GuardedHandler(service, route).InvokeAsync;
            group.MapMethods(route.Pattern, methods, route.IsSocket ? WithSockets(group, handler) : handler)
                .WithMetadata(new DicomWebOperationMetadata(route.Operation))
                .WithDisplayName($"DICOMweb {route.Method} {route.Pattern}");
        }

        foreach (DicomWebConvention convention in endpoints.ServiceProvider.GetServices<DicomWebConvention>()) convention.Apply(group);
        return group;
    }

    // The application need not know that an endpoint takes WebSockets.
    private static RequestDelegate WithSockets(IEndpointRouteBuilder endpoints, RequestDelegate handler)
    {
        IApplicationBuilder pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(handler);
        return pipeline.Build();
    }
}
