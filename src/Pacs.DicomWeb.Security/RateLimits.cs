using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Pacs.DicomWeb.Security;

/// <summary>A bucket of requests for each user, or for each address that has shown nothing.</summary>
internal static class RateLimits
{
    private const string Policy = "DicomWeb";

    public static void AddRateLimits(this IServiceCollection services, RateLimitOptions options)
    {
        int periods = Math.Min(10, options.RequestsPerSecond);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(KeyOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.Burst,
                TokensPerPeriod = (int)Math.Ceiling(options.RequestsPerSecond / (double)periods),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / periods),
            }));
            limiter.OnRejected = async (context, _) =>
            {
                double seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
                context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                await DicomWebProblem.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, "There are too many requests.").ConfigureAwait(false);
            };
        });
        services.AddSingleton(new DicomWebConvention(static endpoints => endpoints.RequireRateLimiting(Policy)));
    }

    private static string KeyOf(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { } name } user
        ? $"{user.AuthenticationType} {name}" : $"address {context.Connection.RemoteIpAddress}";
}
