using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pacs.Archive;

namespace Pacs.Hosting;

/// <summary>Healthy while the archive is open and its index keeps up; degraded while index writes fail, when images are still kept safe but queries may miss the newest.</summary>
internal sealed class PacsHealthCheck(PacsService service) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (service.Server is not { } server || service.Archive is not { } archive) return Task.FromResult(HealthCheckResult.Unhealthy("The archive is not open."));
        var data = new Dictionary<string, object> { ["associations"] = server.ActiveAssociations };
        return Task.FromResult(archive.IndexFailure is { } failure
            ? HealthCheckResult.Degraded("The index cannot be written; images are kept and will be indexed when it can.", failure, data)
            : HealthCheckResult.Healthy(null, data));
    }
}
