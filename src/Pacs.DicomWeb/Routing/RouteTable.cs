using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>All resources and methods, below the prefix: what is served, and what descriptions of the service are made of.</summary>
internal static class RouteTable
{
    private const string Study = "/studies/{study}", Series = Study + "/series/{series}", Instance = Series + "/instances/{instance}", Frames = Instance + "/frames/{frames}";

    public static IReadOnlyList<DicomWebRoute> For(DicomWebService service) =>
    [
        .. Search(),
        .. Retrieve(),
        .. Rendered(),
        .. Store(),
        .. Commitment(),
        .. Events(),
        .. service.Options.AllowDelete ? Delete() : [],
        .. service.Options.AllowReject ? Reject() : [],
        .. Describe(),
    ];

    private static DicomWebRoute[] Search() =>
    [
        Find("/studies", "Search for studies", "SearchForStudies", QueryLevel.Study),
        Find("/series", "Search for series", "SearchForSeries", QueryLevel.Series),
        Find("/instances", "Search for instances", "SearchForInstances", QueryLevel.Image),
        Find(Study + "/series", "Search for the series of a study", "SearchForStudySeries", QueryLevel.Series),
        Find(Study + "/instances", "Search for the instances of a study", "SearchForStudyInstances", QueryLevel.Image),
        Find(Series + "/instances", "Search for the instances of a series", "SearchForStudySeriesInstances", QueryLevel.Image),
    ];

    private static DicomWebRoute[] Retrieve() =>
    [
        Get(Study, "Retrieve a study", RouteForms.Instances("RetrieveStudy"), InstancesHandler.HandleAsync),
        Get(Series, "Retrieve a series", RouteForms.Instances("RetrieveSeries"), InstancesHandler.HandleAsync),
        Get(Instance, "Retrieve an instance", RouteForms.Instances("RetrieveInstance", isOne: true), InstancesHandler.HandleAsync),
        Get(Frames, "Retrieve frames", RouteForms.Frames("RetrieveFrames"), FramesHandler.HandleAsync),
        Get(Study + "/bulkdata", "Retrieve all bulk data of a study", RouteForms.Bulk("RetrieveStudyBulkdata", isOne: false), BulkResource.BulkdataAsync),
        Get(Series + "/bulkdata", "Retrieve all bulk data of a series", RouteForms.Bulk("RetrieveSeriesBulkdata", isOne: false), BulkResource.BulkdataAsync),
        Get(Instance + "/bulkdata", "Retrieve all bulk data of an instance", RouteForms.Bulk("RetrieveInstanceBulkdata", isOne: false), BulkResource.BulkdataAsync),
        Get(Study + "/pixeldata", "Retrieve all pixel data of a study", RouteForms.Bulk("RetrieveStudyPixelData", isOne: false), BulkResource.PixelDataAsync),
        Get(Series + "/pixeldata", "Retrieve all pixel data of a series", RouteForms.Bulk("RetrieveSeriesPixelData", isOne: false), BulkResource.PixelDataAsync),
        Get(Instance + "/pixeldata", "Retrieve all pixel data of an instance", RouteForms.Bulk("RetrieveInstancePixelData", isOne: false), BulkResource.PixelDataAsync),
        Get(Instance + "/bulkdata/{**path}", "Retrieve a value", RouteForms.Bulk("RetrieveBulkdata", isOne: true), BulkDataHandler.HandleAsync),
        Get(Study + "/metadata", "Retrieve the metadata of a study", RouteForms.Metadata("RetrieveStudyMetadata"), MetadataHandler.HandleAsync),
        Get(Series + "/metadata", "Retrieve the metadata of a series", RouteForms.Metadata("RetrieveSeriesMetadata"), MetadataHandler.HandleAsync),
        Get(Instance + "/metadata", "Retrieve the metadata of an instance", RouteForms.Metadata("RetrieveInstanceMetadata"), MetadataHandler.HandleAsync),
        Get("/wado", "WADO-URI", RouteForms.WadoUri("RetrieveByUri"), WadoUriHandler.HandleAsync),
        // PS3.18 §9 has it at the base itself, and clients that know one address only ask there.
        Get("/", "WADO-URI at the base", RouteForms.WadoUri("RetrieveByUriAtBase"), WadoUriHandler.HandleAsync),
    ];

    private static DicomWebRoute[] Rendered() =>
    [
        Get(Study + "/rendered", "Retrieve pictures of a study", RouteForms.Rendered("RetrieveRenderedStudy"), RenderedHandler.HandleAsync),
        Get(Series + "/rendered", "Retrieve pictures of a series", RouteForms.Rendered("RetrieveRenderedSeries"), RenderedHandler.HandleAsync),
        Get(Instance + "/rendered", "Retrieve a picture of an instance", RouteForms.Rendered("RetrieveRenderedInstance"), RenderedHandler.HandleAsync),
        Get(Frames + "/rendered", "Retrieve pictures of frames", RouteForms.Rendered("RetrieveRenderedFrames"), RenderedHandler.HandleAsync),
        Get(Study + "/thumbnail", "Retrieve a small picture of a study", RouteForms.Thumbnail("RetrieveStudyThumbnail"), RenderedHandler.HandleThumbnailAsync),
        Get(Series + "/thumbnail", "Retrieve a small picture of a series", RouteForms.Thumbnail("RetrieveSeriesThumbnail"), RenderedHandler.HandleThumbnailAsync),
        Get(Instance + "/thumbnail", "Retrieve a small picture of an instance", RouteForms.Thumbnail("RetrieveInstanceThumbnail"), RenderedHandler.HandleThumbnailAsync),
        Get(Frames + "/thumbnail", "Retrieve a small picture of a frame", RouteForms.Thumbnail("RetrieveFrameThumbnail"), RenderedHandler.HandleThumbnailAsync),
        Get(Series + "/renderedmpr", "Retrieve a slice or slab through the volume of a series", RouteForms.OfVolume("RetrieveRenderedMPRSeries"), VolumeHandler.Mpr),
        Get(Series + "/rendered3d", "Retrieve the volume of a series drawn in space", RouteForms.OfVolume("RetrieveRendered3DSeries"), VolumeHandler.InSpace),
        Get(Instance + "/renderedmpr", "Retrieve a slice or slab through the volume of a multi-frame instance", RouteForms.OfVolume("RetrieveRenderedMPRInstance"), VolumeHandler.Mpr),
        Get(Instance + "/rendered3d", "Retrieve the volume of a multi-frame instance drawn in space", RouteForms.OfVolume("RetrieveRendered3DInstance"), VolumeHandler.InSpace),
    ];

    private static DicomWebRoute[] Store() =>
    [
        new("POST", "/studies", DicomWebOperation.Store, "Store instances", RouteForms.Store("StoreInstances"), StoreHandler.HandleAsync),
        new("POST", Study, DicomWebOperation.Store, "Store instances of a study", RouteForms.Store("StoreStudyInstances"), StoreHandler.HandleAsync),
    ];

    private static DicomWebRoute[] Commitment() =>
    [
        new("POST", "/commitment-requests/{transaction}", DicomWebOperation.Store, "Ask that instances be kept", RouteForms.Commitment("RequestStorageCommitment", isRequest: true), CommitmentHandler.RequestAsync),
        new("GET", "/commitment-requests/{transaction}", DicomWebOperation.Store, "Ask how a commitment request went", RouteForms.Commitment("CheckStorageCommitment", isRequest: false), CommitmentHandler.CheckAsync),
    ];

    private static DicomWebRoute[] Events() =>
    [
        new("GET", "/events", DicomWebOperation.Search, "Follow the changes of the archive", RouteForms.Events("FollowChanges"), EventsHandler.HandleAsync) { IsSocket = true },
    ];

    private static DicomWebRoute[] Delete() =>
    [
        new("DELETE", Study, DicomWebOperation.Delete, "Delete a study", RouteForms.Delete("DeleteStudy"), DeleteHandler.HandleAsync),
        new("DELETE", Series, DicomWebOperation.Delete, "Delete a series", RouteForms.Delete("DeleteSeries"), DeleteHandler.HandleAsync),
        new("DELETE", Instance, DicomWebOperation.Delete, "Delete an instance", RouteForms.Delete("DeleteInstance"), DeleteHandler.HandleAsync),
    ];

    private static DicomWebRoute[] Reject() =>
    [
        new("POST", Study + "/reject/{code}", DicomWebOperation.Delete, "Reject a study", RouteForms.Reject("RejectStudy"), RejectHandler.RejectAsync),
        new("POST", Series + "/reject/{code}", DicomWebOperation.Delete, "Reject a series", RouteForms.Reject("RejectSeries"), RejectHandler.RejectAsync),
        new("POST", Instance + "/reject/{code}", DicomWebOperation.Delete, "Reject an instance", RouteForms.Reject("RejectInstance"), RejectHandler.RejectAsync),
        new("DELETE", Instance + "/reject", DicomWebOperation.Delete, "Withdraw a note of rejection", RouteForms.Delete("WithdrawRejection"), RejectHandler.WithdrawAsync),
    ];

    private static DicomWebRoute[] Describe() =>
    [
        new("GET", "/openapi.json", DicomWebOperation.Describe, "This description", RouteForms.Document("RetrieveOpenApi", OpenApiHandler.MediaType), OpenApiHandler.HandleAsync),
    ];

    private static DicomWebRoute Find(string pattern, string summary, string id, QueryLevel level) =>
        new("GET", pattern, DicomWebOperation.Search, summary, RouteForms.Search(id, level), SearchHandler.At(level));

    private static DicomWebRoute Get(string pattern, string summary, RouteForm form, Func<DicomWebContext, Task> handler) =>
        new("GET", pattern, DicomWebOperation.Retrieve, summary, form, handler);
}
