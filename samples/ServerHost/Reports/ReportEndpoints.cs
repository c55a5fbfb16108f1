using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Pacs.ServerHost;

/// <summary><c>/api/studies/{study}/report</c>: drafts with optimistic locking, signing, and the PDF.</summary>
internal static class ReportEndpoints
{
    private const int MostText = 200_000, MostImages = 40;

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/studies/{study}/report", (string study, ReportService reports, HttpContext http) => StudyUid.Check(study) ?? Answer(http, reports.Get(study))).RequireAuthorization(HostPolicies.Read);
        api.MapPut("/studies/{study}/report", Save).RequireAuthorization(HostPolicies.Write);
        api.MapGet("/studies/{study}/report.pdf", PrintAsync).RequireAuthorization(HostPolicies.Read);
        api.MapPost("/studies/{study}/report/sign", SignAsync).RequireAuthorization(HostPolicies.Write);
    }

    private static IResult Save(string study, StudyReport draft, ReportService reports, HttpContext http)
    {
        if (StudyUid.Check(study) is { } wrong) return wrong;
        if (draft.History.Length + draft.Technique.Length + draft.Findings.Length + draft.Impression.Length + draft.Title.Length > MostText || draft.KeyImages.Count > MostImages)
            return Problem($"A report has at most {MostText} characters and {MostImages} key images.", StatusCodes.Status400BadRequest);
        if (SeenVersion(http.Request) is not { } seen) return Problem("Say which version this replaces: If-Match with its number, or If-None-Match: * for the first.", StatusCodes.Status428PreconditionRequired);
        return reports.Save(study, draft, seen) is { } saved
            ? Answer(http, saved)
            : Problem("The report was changed or signed meanwhile.", StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> PrintAsync(string study, ReportService reports, HttpContext http, CancellationToken ct)
    {
        if (StudyUid.Check(study) is { } wrong) return wrong;
        if (await reports.PrintAsync(study, ct) is not { } pdf) return Problem("There is no report on this study.", StatusCodes.Status404NotFound);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(pdf, "application/pdf");
    }

    private static async Task<IResult> SignAsync(string study, Signature signature, ReportService reports, HttpContext http, CancellationToken ct)
    {
        if (StudyUid.Check(study) is { } wrong) return wrong;
        if (string.IsNullOrWhiteSpace(signature.SignedBy) || signature.SignedBy.Length > 64) return Problem("Who signs has a name of 1 to 64 characters.", StatusCodes.Status400BadRequest);
        SigningResult result = await reports.SignAsync(study, signature.SignedBy.Trim(), ct);
        return result.Outcome switch
        {
            SigningOutcome.Signed => Answer(http, result.Report),
            SigningOutcome.NotFound => Problem("There is no draft on this study.", StatusCodes.Status404NotFound),
            SigningOutcome.AlreadySigned => Problem("The report is signed already.", StatusCodes.Status409Conflict),
            SigningOutcome.KeyImageMissing => Problem("A key image is not in the study any more.", StatusCodes.Status409Conflict),
            _ => Problem("The draft was changed meanwhile.", StatusCodes.Status412PreconditionFailed),
        };
    }

    private static IResult Answer(HttpContext http, StudyReport? report)
    {
        if (report is null) return Problem("There is no report on this study.", StatusCodes.Status404NotFound);
        http.Response.Headers.ETag = $"\"{report.Version}\"";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(report);
    }

    private static int? SeenVersion(HttpRequest request)
    {
        if (request.Headers.IfNoneMatch == "*") return 0;
        return EntityTagHeaderValue.TryParse(request.Headers.IfMatch.ToString(), out EntityTagHeaderValue? tag)
            && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > 0 ? version : null;
    }

    private static IResult Problem(string detail, int status) => Results.Problem(detail, statusCode: status);

    /// <summary>Who signs.</summary>
    internal sealed record Signature(string SignedBy);
}
