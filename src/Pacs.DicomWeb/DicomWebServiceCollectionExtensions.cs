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
        return services.AddSingleton<IMemoryPoolFactory<byte>, ReceiveBlocks>();
    }

    /// <summary>
    /// Makes Kestrel read a request, and send its answer, on the thread that handles it, in the blocks of <see cref="AddDicomWebBuffers"/>: images go through with fewer changes of thread.
    /// For every TCP endpoint of the host, with TLS or without. At most half of the pool's minimum of threads waits for connections that were busy a second ago; a host that keeps eight
    /// (<c>ThreadPoolMinThreads</c>) serves four such connections best.
    /// </summary>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddDicomWebTransport(this IServiceCollection services)
    {
        return services.AddDicomWebBuffers().AddSingleton<IConnectionListenerFactory, DirectTransport>();
    }
}
