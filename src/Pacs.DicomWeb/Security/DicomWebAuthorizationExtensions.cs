using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pacs.DicomWeb;

/// <summary>Permissions on DICOMweb.</summary>
public static class DicomWebAuthorizationExtensions
{
    /// <summary>Closes every <c>MapDicomWeb</c> of the application: each request needs an authenticated user with the scope of its operation, and sees what the claims of <see cref="ClaimStudyAccess"/> leave. Who the user is, authentication finds: any scheme of ASP.NET Core, or those of Pacs.DicomWeb.Security.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">Names of scopes and claims; null for the defaults.</param>
    /// <remarks>The policy is called <see cref="DicomWebAuthorizationOptions.PolicyName"/>. Refused requests are answered with problem details, and audited where there is an <see cref="Pacs.Core.IAuditSink"/>.</remarks>
    public static IServiceCollection AddDicomWebAuthorization(this IServiceCollection services, DicomWebAuthorizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        options ??= new DicomWebAuthorizationOptions();
        services.Replace(ServiceDescriptor.Singleton(options));
        services.AddAuthorizationBuilder().AddPolicy(DicomWebAuthorizationOptions.PolicyName, static policy => policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(null)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, ScopeHandler>());
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationMiddlewareResultHandler, AuthorizationAnswers>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStudyAccess, ClaimStudyAccess>(provider => new ClaimStudyAccess(provider.GetRequiredService<DicomWebAuthorizationOptions>().Restrictions)));
        services.AddSingleton(new DicomWebConvention(static endpoints => endpoints.RequireAuthorization(DicomWebAuthorizationOptions.PolicyName)));
        return services;
    }

    /// <summary>Requires a scope by name, where <see cref="AddDicomWebAuthorization"/> says where scopes are found: for an application's own endpoints.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="scope">The scope.</param>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, string scope)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentException.ThrowIfNullOrEmpty(scope);
        return policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(scope));
    }
}
