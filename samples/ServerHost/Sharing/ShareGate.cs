using System.Security.Claims;
using Pacs.Core;
using Pacs.DicomWeb;

namespace Pacs.ServerHost;

/// <summary>Holds those who came by a share link to it: reading, one study, until it is over.</summary>
internal sealed class ShareGate(RequestDelegate next, ShareLinks links)
{
    public const string Cookie = "pacs-share";

    /// <summary>The claim that names the one study a visitor may see.</summary>
    public const string StudyClaim = "pacs:study";

    // Apart from the study itself: the pages, and who one is. Everything else, also what is added later, is closed.
    private static readonly string[] Open = ["/viewer", "/assets", "/share", "/dicom-web", "/api/session", "/favicon"];

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { } token)
        {
            await next(http);
            return;
        }

        PathString path = http.Request.Path;
        // Opening another link, or leaving, needs no valid one.
        bool isShare = path.StartsWithSegments("/share", StringComparison.Ordinal);
        ShareLink? link = links.Find(token);
        if (link is null || links.IsOver(link))
        {
            http.Response.Cookies.Delete(Cookie);
            if (isShare) await next(http);
            else await Results.Problem("The link is over.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
            return;
        }

        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(StudyClaim, link.Study), new Claim(ClaimTypes.Name, $"share {link.Id}")], "share"));
        if (isShare || IsReading(http.Request) && MaySee(path, link.Study)) await next(http);
        else await Results.Problem("The link is for looking at one study.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
    }

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    private static bool MaySee(PathString path, string study) =>
        Array.Exists(Open, open => path.StartsWithSegments(open, StringComparison.Ordinal))
        || path.StartsWithSegments($"/api/studies/{study}/report", StringComparison.Ordinal) || path == $"/api/studies/{study}/report.pdf"
        // Files at the root of the viewer: icons, translations.
        || path.Value is { } file && file.LastIndexOf('/') == 0 && Path.HasExtension(file);
}

/// <summary>What a visitor with a share link sees of the archive: the one study, in every query.</summary>
internal sealed class ShareAccess : IStudyAccess
{
    public ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct) =>
        new(user.FindFirstValue(ShareGate.StudyClaim) is { } study ? [new UidQueryKey(DicomTag.StudyInstanceUID, [new DicomUid(study)])] : null);
}
