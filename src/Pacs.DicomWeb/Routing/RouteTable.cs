using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>All resources and methods, below the prefix.</summary>
internal static class RouteTable
{
    private const string Study = "/studies/{study}", Series = Study + "/series/{series}", Instance = Series + "/instances/{instance}";

    public static IEnumerable<DicomWebRoute> For(DicomWebService service) =>
    [
        .. Search(),
        .. Retrieve(),
        .. Store(),
        .. service.Options.AllowDelete ? Delete() : [],
    ];

    private static DicomWebRoute[] Search() =>
    [
        Get("/studies", DicomWebOperation.Search, "Search for studies", SearchHandler.At(QueryLevel.Study)),
        Get("/series", DicomWebOperation.Search, "Search for series", SearchHandler.At(QueryLevel.Series)),
        Get("/instances", DicomWebOperation.Search, "Search for instances", SearchHandler.At(QueryLevel.Image)),
        Get(Study + "/series", DicomWebOperation.Search, "Search for the series of a study", SearchHandler.At(QueryLevel.Series)),
        Get(Study + "/instances", DicomWebOperation.Search, "Search for the instances of a study", SearchHandler.At(QueryLevel.Image)),
        Get(Series + "/instances", DicomWebOperation.Search, "Search for the instances of a series", SearchHandler.At(QueryLevel.Image)),
    ];

    private static DicomWebRoute[] Retrieve() =>
    [
        Get(Study, DicomWebOperation.Retrieve, "Retrieve a study", InstancesHandler.HandleAsync),
        Get(Series, DicomWebOperation.Retrieve, "Retrieve a series", InstancesHandler.HandleAsync),
        Get(Instance, DicomWebOperation.Retrieve, "Retrieve an instance", InstancesHandler.HandleAsync),
        Get(Instance + "/frames/{frames}", DicomWebOperation.Retrieve, "Retrieve frames", FramesHandler.HandleAsync),
        Get(Instance + "/bulkdata/{**path}", DicomWebOperation.Retrieve, "Retrieve a value", BulkDataHandler.HandleAsync),
        Get(Study + "/rendered", DicomWebOperation.Retrieve, "Retrieve pictures of a study", RenderedHandler.HandleAsync),
        Get(Series + "/rendered", DicomWebOperation.Retrieve, "Retrieve pictures of a series", RenderedHandler.HandleAsync),
        Get(Instance + "/rendered", DicomWebOperation.Retrieve, "Retrieve a picture of an instance", RenderedHandler.HandleAsync),
        Get(Instance + "/frames/{frames}/rendered", DicomWebOperation.Retrieve, "Retrieve pictures of frames", RenderedHandler.HandleAsync),
        Get(Study + "/thumbnail", DicomWebOperation.Retrieve, "Retrieve a small picture of a study", RenderedHandler.HandleThumbnailAsync),
        Get(Series + "/thumbnail", DicomWebOperation.Retrieve, "Retrieve a small picture of a series", RenderedHandler.HandleThumbnailAsync),
        Get(Instance + "/thumbnail", DicomWebOperation.Retrieve, "Retrieve a small picture of an instance", RenderedHandler.HandleThumbnailAsync),
        Get(Instance + "/frames/{frames}/thumbnail", DicomWebOperation.Retrieve, "Retrieve a small picture of a frame", RenderedHandler.HandleThumbnailAsync),
        Get(Series + "/renderedmpr", DicomWebOperation.Retrieve, "Retrieve a slice or slab through the volume of a series", VolumeHandler.Mpr),
        Get(Series + "/rendered3d", DicomWebOperation.Retrieve, "Retrieve the volume of a series drawn in space", VolumeHandler.InSpace),
        Get(Instance + "/renderedmpr", DicomWebOperation.Retrieve, "Retrieve a slice or slab through the volume of a multi-frame instance", VolumeHandler.Mpr),
        Get(Instance + "/rendered3d", DicomWebOperation.Retrieve, "Retrieve the volume of a multi-frame instance drawn in space", VolumeHandler.InSpace),
        Get("/wado", DicomWebOperation.Retrieve, "WADO-URI", WadoUriHandler.HandleAsync),
        // PS3.18 §9 has it at the base itself, and clients that know one address only ask there.
        Get("", DicomWebOperation.Retrieve, "WADO-URI", WadoUriHandler.HandleAsync),
        Get(Study + "/metadata", DicomWebOperation.Retrieve, "Retrieve the metadata of a study", MetadataHandler.HandleAsync),
        Get(Series + "/metadata", DicomWebOperation.Retrieve, "Retrieve the metadata of a series", MetadataHandler.HandleAsync),
        Get(Instance + "/metadata", DicomWebOperation.Retrieve, "Retrieve the metadata of an instance", MetadataHandler.HandleAsync),
    ];

    private static DicomWebRoute[] Store() =>
    [
        new("POST", "/studies", DicomWebOperation.Store, "Store instances", StoreHandler.HandleAsync),
        new("POST", Study, DicomWebOperation.Store, "Store instances of a study", StoreHandler.HandleAsync),
    ];

    private static DicomWebRoute[] Delete() =>
    [
        new("DELETE", Study, DicomWebOperation.Delete, "Delete a study", DeleteHandler.HandleAsync),
        new("DELETE", Series, DicomWebOperation.Delete, "Delete a series", DeleteHandler.HandleAsync),
        new("DELETE", Instance, DicomWebOperation.Delete, "Delete an instance", DeleteHandler.HandleAsync),
    ];

    private static DicomWebRoute Get(string pattern, DicomWebOperation operation, string summary, Func<DicomWebContext, Task> handler) =>
        new("GET", pattern, operation, summary, handler);
}
