using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>WADO-URI (PS3.18 §9): its parameters in terms of WADO-RS, and the same code behind.</summary>
internal static class WadoUriHandler
{
    public static async Task HandleAsync(DicomWebContext context)
    {
        HttpRequest request = context.Request;
        IQueryCollection query = request.Query;
        if (!string.Equals(query["requestType"], "WADO", StringComparison.Ordinal)) throw Bad("requestType is WADO.");
        RouteValueSet(request, "study", Required(query, "studyUID"));
        RouteValueSet(request, "series", Required(query, "seriesUID"));
        RouteValueSet(request, "instance", Required(query, "objectUID"));
        if (query["anonymize"] == "yes") throw new DicomWebException(StatusCodes.Status406NotAcceptable, "Objects are not de-identified here.");
        string type = query["contentType"].ToString();
        if (type.Length > 0) request.Headers.Accept = type;
        bool wantsDicom = type.Contains(MediaTypes.Dicom, StringComparison.OrdinalIgnoreCase);
        if (wantsDicom)
        {
            string syntax = query["transferSyntax"].ToString();
            // PS3.18 §9.4.2.4: what is no UID is 400, one that cannot be made 406. Clients send an asterisk, too, as in WADO-RS.
            if (syntax is not ("" or "*") && !Uids.TryParse(syntax, out _)) throw Bad("transferSyntax is a UID.");
            request.Headers.Accept = $"{MediaTypes.Dicom}; transfer-syntax={(syntax.Length == 0 ? TransferSyntax.ExplicitVRLittleEndian.Uid.Value : syntax)}";
            request.QueryString = QueryString.Empty;
            await InstancesHandler.HandleAsync(context).ConfigureAwait(false);
            return;
        }

        if (query.TryGetValue("frameNumber", out StringValues frame)) RouteValueSet(request, "frames", RenderParameters.Number(frame.ToString(), "frameNumber", 1, int.MaxValue).ToString(CultureInfo.InvariantCulture));
        request.QueryString = Translate(query);
        try
        {
            await RenderedHandler.HandleAsync(context).ConfigureAwait(false);
        }
        catch (DicomWebException beyond) when (beyond.InnerException is ArgumentOutOfRangeException)
        {
            // Here a frame is a parameter, not a part of the path: there being none is a bad request (PS3.18 §9.5.2).
            throw new DicomWebException(StatusCodes.Status400BadRequest, beyond.Message, beyond);
        }
    }

    private static QueryString Translate(IQueryCollection query)
    {
        var result = new QueryBuilderState();
        if (query.TryGetValue("windowCenter", out StringValues center) && query.TryGetValue("windowWidth", out StringValues width)) result.Add("window", $"{center},{width}");
        if (query.TryGetValue("imageQuality", out StringValues quality)) result.Add("quality", quality.ToString());
        if (query.TryGetValue("annotation", out StringValues annotation)) result.Add("annotation", annotation.ToString());
        if (query.TryGetValue("presentationUID", out StringValues state)) result.Add("presentationUID", state.ToString());
        if (query.TryGetValue("region", out StringValues region)) result.Add("region", region.ToString());
        string columns = query["columns"].ToString(), rows = query["rows"].ToString();
        if (columns.Length + rows.Length > 0) result.Add("viewport", $"{(columns.Length > 0 ? columns : "16384")},{(rows.Length > 0 ? rows : "16384")}");
        return result.ToQueryString();
    }

    private static string Required(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } value ? value : throw Bad($"{name} is missing.");

    private static void RouteValueSet(HttpRequest request, string name, string value) => request.RouteValues[name] = value;

    private static DicomWebException Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);

    private sealed class QueryBuilderState
    {
        private readonly List<KeyValuePair<string, string?>> _pairs = [];

        public void Add(string name, string value) => _pairs.Add(new(name, value));

        public QueryString ToQueryString() => QueryString.Create(_pairs);
    }
}
