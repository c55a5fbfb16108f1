using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Pacs.DicomWeb.Security;

/// <summary>What pages of other origins may send and see: what web viewers need.</summary>
internal static class CorsRegistration
{
    private const string Policy = "DicomWeb";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"];

    private static readonly string[] Sent =
        ["Accept", "Accept-Charset", "Accept-Encoding", "Authorization", "Cache-Control", "Content-Type", "If-Match", "If-None-Match", "If-Modified-Since", "Last-Event-ID", "Range", "X-Requested-With"];

    private static readonly string[] Seen =
        ["Accept-Ranges", "Content-Disposition", "Content-Encoding", "Content-Length", "Content-Location", "Content-Range", "ETag", "Location", "Retry-After", "Warning", "WWW-Authenticate", "X-Total-Count"];

    public static void AddOrigins(this IServiceCollection services, DicomWebSecurityOptions options)
    {
        services.AddCors(cors => cors.AddPolicy(Policy, policy =>
        {
            policy.WithMethods(Methods).WithHeaders([.. Sent, options.ApiKeyHeader]).WithExposedHeaders(Seen).SetPreflightMaxAge(TimeSpan.FromHours(1));
            if (options.Origins.Contains("*")) policy.AllowAnyOrigin();
            // With credentials: client certificates and cookies are some.
            else policy.WithOrigins([.. options.Origins.Select(static origin => origin.TrimEnd('/'))]).AllowCredentials();
        }));
        services.AddSingleton(new DicomWebConvention(static endpoints => endpoints.RequireCors(Policy)));
    }
}
