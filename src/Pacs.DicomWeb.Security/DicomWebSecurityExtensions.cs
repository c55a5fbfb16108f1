using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pacs.DicomWeb.Security;

/// <summary>Secures the DICOMweb of an application.</summary>
public static class DicomWebSecurityExtensions
{
    /// <summary>Adds authentication, authorization, CORS and rate limits as a configuration section says. Every <c>MapDicomWeb</c> of the application is closed to whom it does not let in.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">A section that says what <see cref="DicomWebSecurityOptions"/> holds. A name in it that is not known is an error: a restriction that was misspelt would restrict nothing.</param>
    /// <exception cref="FormatException">A value makes no sense.</exception>
    /// <exception cref="InvalidOperationException">A name is not known, or a value is of the wrong type.</exception>
    public static IServiceCollection AddDicomWebSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddDicomWebSecurity(options => configuration.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true));
    }

    /// <summary>Adds authentication, authorization, CORS and rate limits by code.</summary>
    /// <inheritdoc cref="AddDicomWebSecurity(IServiceCollection, IConfiguration)"/>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says who may do what. Called once, at once.</param>
    public static IServiceCollection AddDicomWebSecurity(this IServiceCollection services, Action<DicomWebSecurityOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new DicomWebSecurityOptions();
        configure(options);
        SecurityCheck.Require(options);
        services.Replace(ServiceDescriptor.Singleton(options));
        services.AddSchemes(options);
        services.AddDicomWebAuthorization(options.Authorization);
        if (options.Origins.Count > 0) services.AddOrigins(options);
        if (options.RateLimit is { } rate) services.AddRateLimits(rate);
        return services;
    }

    /// <summary>Adds the middleware in the order that it needs: CORS, the guard against other sites, authentication, rate limits, authorization. Before the endpoints are mapped, and after what serves public files.</summary>
    /// <param name="app">The application.</param>
    /// <param name="afterAuthentication">Middleware that changes who the user is, between authentication and authorization; or null.</param>
    public static IApplicationBuilder UseDicomWebSecurity(this IApplicationBuilder app, Action<IApplicationBuilder>? afterAuthentication = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        DicomWebSecurityOptions options = app.ApplicationServices.GetRequiredService<DicomWebSecurityOptions>();
        if (options.Origins.Count > 0) app.UseCors();
        app.UseMiddleware<CrossSiteGuard>(options);
        app.UseAuthentication();
        afterAuthentication?.Invoke(app);
        if (options.RateLimit is not null) app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }
}
