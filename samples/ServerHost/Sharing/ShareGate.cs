using System.Security.Claims;
using Pacs.DicomWeb;
using Pacs.DicomWeb.Security;

namespace Pacs.ServerHost;

/// <summary>Holds those who came by a share link to it: reading, one study, until it is over.</summary>
internal sealed class ShareGate(RequestDelegate next, ShareLinks links, DicomWebSecurityOptions security)
{
    private const string Scheme = "share";

    public const string Cookie = "pacs-share";

    private const string SharedStudy = "pacs:share";

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

        DicomWebAuthorizationOptions names = security.Authorization;
        // The one study, in every query.
        http.User = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(names.Restrictions.StudyClaim, link.Study), new Claim(SharedStudy, link.Study),
                new Claim(ClaimTypes.Name, $"share {link.Id}"), new Claim(names.ScopeClaims[0], $"{names.SearchScope} {names.RetrieveScope}"),
            ],
            Scheme));
        if (isShare || IsReading(http.Request) && MaySee(path, link.Study)) await next(http);
        else await Results.Problem("The link is for looking at one study.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
    }

    /// <summary>The study of a visitor's link; null for others.</summary>
    public static string? StudyOf(ClaimsPrincipal user) => user.Identities.FirstOrDefault(static identity => identity.AuthenticationType == Scheme)?.FindFirst(SharedStudy)?.Value;

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    private static bool MaySee(PathString path, string study) =>
        Array.Exists(Open, open => path.StartsWithSegments(open, StringComparison.Ordinal))
        || path.StartsWithSegments($"/api/studies/{study}/report", StringComparison.Ordinal) || path == $"/api/studies/{study}/report.pdf"
        // Files at the root of the viewer: icons, translations.
        || path.Value is { } file && file.LastIndexOf('/') == 0 && Path.HasExtension(file);
}
