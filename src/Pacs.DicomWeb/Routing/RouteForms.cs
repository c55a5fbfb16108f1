using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The forms that methods have in common.</summary>
internal static class RouteForms
{
    private const string Multipart = "multipart/related; type=";
    private static readonly RouteParameter Accept = new("accept", "Acceptable media types, in place of the header");

    private static readonly RouteParameter[] Picture =
    [
        Accept,
        new("window", "center,width[,linear|linear-exact|sigmoid]"),
        new("quality", "Of a JPEG, 1 to 100"),
        new("viewport", "width,height[,x,y,width,height] of the picture, and of the part shown; negative sizes mirror"),
        new("annotation", "patient, technique, or both"),
        new("iccprofile", "yes or no: whether the colour profile goes with the picture"),
        new("presentationUID", "SOP Instance UID of a presentation state to apply"),
    ];

    private static readonly RouteParameter[] Volume =
    [
        Accept,
        new("orientation", "a, p, l, r, h or f: from where the patient is looked at"),
        new("viewpointposition", "x,y,z in mm of the patient"),
        new("viewpointlookat", "x,y,z in mm of the patient"),
        new("viewpointup", "x,y,z: what is up in the picture"),
        new("renderingmethod", "average_ip, maximum_ip, minimum_ip; volume_rendered in space"),
        new("mprslab", "Thickness of a slab in mm"),
        new("window", "center,width[,linear|linear-exact|sigmoid]"),
        new("quality", "Of a JPEG, 1 to 100"),
        new("viewport", "width,height of the picture"),
        new("preset", "bone, angiography, lung, soft-tissue or mr"),
        new("volumeinputreference", "SOP Instance UID of an instance of the phase that is meant"),
        new("swivelrange", "Degrees through which the camera swings"),
        new("animationstepsize", "Degrees between pictures"),
        new("animationrate", "Pictures a second"),
    ];

    public static RouteForm Search(string id, QueryLevel level) => new(id)
    {
        MatchesAt = level,
        Parameters =
        [
            new("includefield", "Attributes to return beside the standard ones, by keyword, tag or path; or all"),
            new("limit", "Most results"),
            new("offset", "Results to leave out"),
            new("orderby", "Attributes to order by, with a minus for the reverse"),
            new("fuzzymatching", "true: names without regard to accents, by the beginning of each component"),
            new("emptyvaluematching", "true: two quotation marks match an attribute without a value"),
            new("multiplevaluematching", "true: of A,B an attribute that can have several values must have both"),
            Accept,
        ],
        Produces = [MediaTypes.DicomJson, MediaTypes.Json, Multipart + Quoted(MediaTypes.DicomXml)],
        Successes = [200, 204],
        Failures = [400, 406, 503],
    };

    public static RouteForm Instances(string id, bool isOne = false) => new(id)
    {
        Parameters = [Accept],
        Produces = isOne ? [Multipart + Quoted(MediaTypes.Dicom), MediaTypes.Dicom, MediaTypes.Zip] : [Multipart + Quoted(MediaTypes.Dicom), MediaTypes.Zip],
        Successes = isOne ? [200, 206, 304] : [200, 304],
        Failures = isOne ? [400, 404, 406, 416, 503] : [400, 404, 406, 503],
    };

    public static RouteForm Metadata(string id) => new(id)
    {
        Parameters = [Accept],
        Produces = [MediaTypes.DicomJson, MediaTypes.Json, Multipart + Quoted(MediaTypes.DicomXml)],
        Successes = [200, 304],
        Failures = [400, 404, 406, 503],
    };

    /// <summary>Pixel data, frame by frame.</summary>
    public static RouteForm Frames(string id) => new(id)
    {
        Parameters = [Accept],
        Produces =
        [
            Multipart + Quoted(MediaTypes.OctetStream), MediaTypes.OctetStream,
            .. FrameMediaTypes.All.SelectMany(type => (string[])[Multipart + Quoted(type), type]),
        ],
        Successes = [200, 304],
        Failures = [400, 404, 406, 503],
    };

    public static RouteForm Bulk(string id, bool isOne) => Frames(id) with { Successes = isOne ? [200, 206, 304] : [200, 304], Failures = isOne ? [400, 404, 406, 416, 503] : [400, 404, 406, 503] };

    public static RouteForm Rendered(string id) => new(id)
    {
        Parameters = Picture,
        Produces =
        [
            PictureType.Jpeg, PictureType.Png, PictureType.Gif, PictureType.Apng, Multipart + Quoted(PictureType.Jpeg), Multipart + Quoted(PictureType.Png), "application/pdf", "video/mp4", "video/mpeg",
        ],
        Successes = [200, 206, 304],
        Failures = [400, 404, 406, 503],
    };

    public static RouteForm Thumbnail(string id) => new(id) { Parameters = Picture, Produces = [PictureType.Jpeg, PictureType.Png], Successes = [200, 304], Failures = [400, 404, 406, 503] };

    public static RouteForm OfVolume(string id) => new(id) { Parameters = Volume, Produces = [PictureType.Jpeg, PictureType.Png, PictureType.Apng], Successes = [200, 304], Failures = [400, 404, 406, 503] };

    public static RouteForm WadoUri(string id) => new(id)
    {
        Parameters =
        [
            new("requestType", "WADO", IsRequired: true), new("studyUID", "Study Instance UID", IsRequired: true), new("seriesUID", "Series Instance UID", IsRequired: true),
            new("objectUID", "SOP Instance UID", IsRequired: true), new("contentType", "Acceptable media types"), new("transferSyntax", "UID, with application/dicom"),
            new("frameNumber", "From 1"), new("windowCenter", "With windowWidth"), new("windowWidth", "With windowCenter"), new("imageQuality", "1 to 100"),
            new("rows", "Height of the picture"), new("columns", "Width of the picture"), new("region", "left,top,right,bottom from 0 to 1"),
            new("annotation", "patient, technique, or both"), new("presentationUID", "SOP Instance UID of a presentation state"),
        ],
        Produces = [PictureType.Jpeg, PictureType.Png, PictureType.Gif, PictureType.Apng, MediaTypes.Dicom, "application/pdf", "video/mp4", "video/mpeg"],
        Successes = [200, 206, 304],
        Failures = [400, 404, 406, 503],
    };

    public static RouteForm Store(string id) => new(id)
    {
        Consumes = [Multipart + Quoted(MediaTypes.Dicom), MediaTypes.Dicom, Multipart + Quoted(MediaTypes.DicomJson), Multipart + Quoted(MediaTypes.DicomXml)],
        Produces = [MediaTypes.DicomJson, MediaTypes.DicomXml],
        Successes = [200, 202],
        Failures = [400, 409, 413, 415, 503, 507],
    };

    public static RouteForm Commitment(string id, bool isRequest) => new(id)
    {
        Consumes = isRequest ? [MediaTypes.DicomJson, MediaTypes.DicomXml] : [],
        Produces = [MediaTypes.DicomJson, MediaTypes.DicomXml],
        Successes = [200, 202],
        Failures = isRequest ? [400, 409, 413, 415, 503] : [400, 404, 503],
    };

    public static RouteForm Delete(string id) => new(id) { Successes = [204], Failures = [400, 404, 503] };

    public static RouteForm Reject(string id) => new(id) { Produces = [MediaTypes.DicomJson, MediaTypes.DicomXml], Failures = [400, 404, 409, 503] };

    public static RouteForm Events(string id) => new(id)
    {
        Parameters = [new("after", "Sequence number of the last change known; 0 for all, nothing for what comes next")],
        Produces = [SseBody.MediaType],
        Failures = [400, 406, 409, 503],
    };

    public static RouteForm Document(string id, string type) => new(id) { Produces = [type], Successes = [200, 304], Failures = [503] };

    private static string Quoted(string type) => $"\"{type}\"";
}
