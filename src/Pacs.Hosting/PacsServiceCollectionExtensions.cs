using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Pacs.Hosting;

/// <summary>Adds a PACS to a host.</summary>
public static class PacsServiceCollectionExtensions
{
    /// <summary>Adds an archive and its DICOM server: opened and started with the host, stopped in good order with it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">A section that says what <see cref="PacsOptions"/> holds, or null for the defaults.</param>
    /// <returns>A builder with which to replace the index or the blob store.</returns>
    public static PacsBuilder AddPacs(this IServiceCollection services, IConfiguration? configuration = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PacsOptions>();
        if (configuration is not null) services.Configure<PacsOptions>(configuration);
        services.TryAddSingleton<PacsService>();
        // The archive itself, for whoever serves it otherwise: it is there once the host has started.
        services.TryAddSingleton(static provider => provider.GetRequiredService<PacsService>().Archive ?? throw new InvalidOperationException("The archive is not open: the host has not started."));
        services.AddHostedService(static provider => provider.GetRequiredService<PacsService>());
        services.AddHealthChecks().AddCheck<PacsHealthCheck>("pacs");
        return new PacsBuilder(services);
    }

    /// <summary>Adds an archive and its DICOM server, configured by code.</summary>
    public static PacsBuilder AddPacs(this IServiceCollection services, Action<PacsOptions> configure)
    {
        PacsBuilder builder = services.AddPacs((IConfiguration?)null);
        services.Configure(configure);
        return builder;
    }
}
