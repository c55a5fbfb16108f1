using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Pacs.DicomWeb.Security;
using Pacs.ServerHost.Ohif;

namespace Pacs.ServerHost;

/// <summary>For browsers: who enters an API key gets a cookie for some hours. Without anonymous access the pages lead here.</summary>
internal static class SignIn
{
    private const string CookieScheme = "Session", Cookie = "pacs-session", Page = "/sign-in";
    private const int LongestKey = 512;

    public static void AddSignIn(this IServiceCollection services, HostOptions options)
    {
        services.AddDataProtection().SetApplicationName("Pacs").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataFolder, "keys")));
        services.AddAuthentication().AddCookie(CookieScheme, Configure);
        // The keys are made at the first session, not at the start: most servers have none. Each of the calls above adds the service anew.
        foreach (ServiceDescriptor eager in services.Where(static service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "DataProtectionHostedService").ToArray())
            services.Remove(eager);
    }

    private static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = Cookie;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.ExpireTimeSpan = TimeSpan.FromHours(10);
        cookie.SlidingExpiration = false;
        // It is asked by scripts, which follow no page to sign in.
        cookie.Events.OnRedirectToLogin = static context => Answer(context.HttpContext, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = static context => Answer(context.HttpContext, StatusCodes.Status403Forbidden);
    }

    /// <summary>The scheme of requests that have the cookie.</summary>
    public static string? Scheme(HttpContext http) => http.Request.Cookies.ContainsKey(Cookie) ? CookieScheme : null;

    /// <summary>Leads who opens a page, and is nobody, to the page to sign in.</summary>
    public static void UseSignIn(this IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        bool isPage = http.Request.Path.Value is "/" or "/admin" || http.Request.Path.StartsWithSegments("/viewer", StringComparison.Ordinal)
            || (http.Request.Path.StartsWithSegments(OhifPages.Path, StringComparison.Ordinal) && !Path.HasExtension(http.Request.Path.Value));
        if (!isPage || !HttpMethods.IsGet(http.Request.Method) || http.User.Identities.Any(static identity => identity.IsAuthenticated)) return next(http);
        http.Response.Redirect($"{Page}?return={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        return Task.CompletedTask;
    });

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Page, static (HttpContext http) => Form(http, null)).AllowAnonymous();
        app.MapPost(Page, EnterAsync).AllowAnonymous().DisableAntiforgery(); // pages of other sites are refused before
        app.MapPost("/sign-out", static async (HttpContext http) =>
        {
            await http.SignOutAsync(CookieScheme);
            return Results.Redirect(Page);
        }).AllowAnonymous();
    }

    private static async Task<IResult> EnterAsync(HttpContext http, DicomWebSecurityOptions security)
    {
        IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
        string key = form["key"].ToString().Trim();
        if (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange('!', '~')) return Form(http, "This key is not known, or is over.");
        http.Request.Headers[security.ApiKeyHeader] = key;
        AuthenticateResult known = await http.AuthenticateAsync(DicomWebSchemes.ApiKey);
        if (!known.Succeeded) return Form(http, "This key is not known, or is over.");
        await http.SignInAsync(CookieScheme, known.Principal);
        string back = form["return"].ToString();
        // A path of this server alone: not //elsewhere, nor /\elsewhere.
        return Results.Redirect(back.StartsWith('/') && back.AsSpan(1).IndexOfAny("/\\") != 0 && !back.Contains('\r') && !back.Contains('\n') ? back : "/");
    }

    private static IResult Form(HttpContext http, string? problem)
    {
        string back = http.Request.HasFormContentType ? http.Request.Form["return"].ToString() : http.Request.Query["return"].ToString();
        return PlainPage.Render(http, "Sign in", $"""
            {(problem is null ? "" : $"<p role=\"alert\">{WebUtility.HtmlEncode(problem)}</p>")}
            <form method="post" action="{Page}">
            <input type="hidden" name="return" value="{WebUtility.HtmlEncode(back)}">
            <label for="key">Access key</label><input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
            <button>Sign in</button>
            </form>
            """, problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
    }

    private static Task Answer(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
