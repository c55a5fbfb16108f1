namespace Pacs.ServerHost;

/// <summary><c>/api/studies/{study}/shares</c> and <c>/share/{token}</c>.</summary>
internal static class ShareEndpoints
{
    private const double MostHours = 24 * 365;

    public static void MapShares(this IEndpointRouteBuilder api)
    {
        api.MapPost("/studies/{study}/shares", Create).RequireAuthorization(HostPolicies.Write);
        api.MapGet("/studies/{study}/shares", (string study, ShareLinks links) => StudyUid.Check(study) ?? Results.Ok(links.Of(study))).RequireAuthorization(HostPolicies.Read);
        api.MapDelete("/shares/{id}", (string id, ShareLinks links) => links.Withdraw(id) ? Results.NoContent() : Results.Problem("There is no such link.", statusCode: StatusCodes.Status404NotFound)).RequireAuthorization(HostPolicies.Write);
        api.MapGet("/session", (HttpContext http, ShareLinks links) => Results.Ok(Session(http, links))).AllowAnonymous();
    }

    /// <summary>Where links lead.</summary>
    public static void MapShareEntry(this IEndpointRouteBuilder app)
    {
        app.MapGet("/share/leave", (HttpContext http) =>
        {
            http.Response.Cookies.Delete(ShareGate.Cookie);
            return Results.Redirect("/");
        }).AllowAnonymous();
        app.MapGet("/share/{token}", Enter).AllowAnonymous();
    }

    private static IResult Create(string study, ShareRequest request, ShareLinks links)
    {
        if (StudyUid.Check(study) is { } wrong) return wrong;
        if (!(request.Hours is > 0 and <= MostHours) || request.Note.Length > 200) return Results.Problem($"A link lasts up to {MostHours} hours, and its note has up to 200 characters.", statusCode: StatusCodes.Status400BadRequest);
        (ShareLink link, string token) = links.Create(study, TimeSpan.FromHours(request.Hours), request.Note);
        string url = $"/share/{token}";
        return Results.Created(url, new { link.Id, Url = url, link.Study, link.Note, link.CreatedAt, link.ExpiresAt });
    }

    private static IResult Enter(string token, HttpContext http, ShareLinks links)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer"; // the address holds the key
        if (links.Find(token) is not { } link) return PlainPage.Render(http, "No such link", "<p>This link does not exist, or was withdrawn.</p>", StatusCodes.Status404NotFound);
        if (links.IsOver(link)) return PlainPage.Render(http, "Link expired", "<p>This link is over. Ask for a new one.</p>", StatusCodes.Status410Gone);
        http.Response.Cookies.Append(ShareGate.Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", Expires = link.ExpiresAt, IsEssential = true });
        return Results.Redirect($"/viewer/{link.Study}");
    }

    private static SessionView Session(HttpContext http, ShareLinks links) =>
        ShareGate.StudyOf(http.User) is { } study && http.Request.Cookies[ShareGate.Cookie] is { } token && links.Find(token) is { } link
            ? new SessionView("share", study, link.ExpiresAt)
            : new SessionView("full", null, null);

    /// <summary>Who asks: a visitor with a link, or somebody with all rights.</summary>
    internal sealed record SessionView(string Kind, string? Study, DateTimeOffset? ExpiresAt);
}
