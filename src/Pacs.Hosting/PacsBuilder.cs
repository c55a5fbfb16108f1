using Microsoft.Extensions.DependencyInjection;
using Pacs.Archive;

namespace Pacs.Hosting;

/// <summary>Chooses the parts of a PACS that is added to a host.</summary>
public sealed class PacsBuilder
{
    internal PacsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Uses this index in place of SQLite in the data folder. The archive disposes it.</summary>
    public PacsBuilder UseIndex(IArchiveIndex index)
    {
        Services.AddSingleton(index);
        return this;
    }

    /// <summary>Uses an index that the container makes.</summary>
    public PacsBuilder UseIndex<TIndex>()
        where TIndex : class, IArchiveIndex
    {
        Services.AddSingleton<IArchiveIndex, TIndex>();
        return this;
    }

    /// <summary>Uses this blob store in place of segments in the data folder. The archive disposes it.</summary>
    public PacsBuilder UseBlobs(IBlobStore blobs)
    {
        Services.AddSingleton(blobs);
        return this;
    }

    /// <summary>Uses a blob store that the container makes.</summary>
    public PacsBuilder UseBlobs<TStore>()
        where TStore : class, IBlobStore
    {
        Services.AddSingleton<IBlobStore, TStore>();
        return this;
    }
}
