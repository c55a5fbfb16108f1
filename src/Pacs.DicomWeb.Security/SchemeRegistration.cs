using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Pacs.DicomWeb.Security;

/// <summary>Registers the authentication schemes that a configuration asks for.</summary>
internal static class SchemeRegistration
{
    // Signatures by keys that only the provider has: not those by a secret, with which a public key taken for one would sign (RFC 8725 §3.1).
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddSchemes(this IServiceCollection services, DicomWebSecurityOptions options)
    {
        AuthenticationBuilder builder = services.AddAuthentication(DicomWebSchemes.ByCredentials)
            .AddPolicyScheme(DicomWebSchemes.ByCredentials, null, scheme => scheme.ForwardDefaultSelector = context => Choose(context, options))
            .AddScheme<AnonymousSchemeOptions, AnonymousHandler>(DicomWebSchemes.Anonymous, scheme => scheme.Security = options)
            .AddScheme<ApiKeySchemeOptions, ApiKeyHandler>(DicomWebSchemes.ApiKey, scheme =>
            {
                scheme.Keys = new ApiKeyRing(options.ApiKeys);
                scheme.Header = options.ApiKeyHeader;
                scheme.Authorization = options.Authorization;
            });
        if (options.Oidc is { } oidc) builder.AddJwtBearer(DicomWebSchemes.Bearer, scheme => Configure(scheme, oidc));
        if (options.Certificates is { } certificates) builder.AddCertificate(DicomWebSchemes.Certificate, scheme => Configure(scheme, certificates, options)).AddCertificateCache();
    }

    // Who shows something is judged by it: refused credentials do not fall back to none.
    private static string Choose(HttpContext context, DicomWebSecurityOptions options)
    {
        HttpRequest request = context.Request;
        if (ApiKeyHandler.IsPresent(request, options.ApiKeyHeader)) return DicomWebSchemes.ApiKey;
        if (request.Headers.Authorization.Count > 0 || TokenOfQuery(request) is not null) return options.Oidc is null ? DicomWebSchemes.ApiKey : DicomWebSchemes.Bearer;
        if (options.Certificates is not null && context.Connection.ClientCertificate is not null) return DicomWebSchemes.Certificate;
        return options.ChooseOther?.Invoke(context) ?? DicomWebSchemes.Anonymous;
    }

    // WebSockets and event streams of browsers have no headers of their own (RFC 6750 §2.3; it is for these only, since URLs end in logs).
    private static string? TokenOfQuery(HttpRequest request) =>
        (request.IsWebSocket() || request.IsEventStream()) && request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;

    private static void Configure(JwtBearerOptions scheme, OidcOptions oidc)
    {
        scheme.Authority = oidc.Authority;
        scheme.RequireHttpsMetadata = oidc.RequireHttps;
        scheme.MapInboundClaims = false;
        scheme.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = oidc.Audience,
            ValidIssuer = oidc.Issuer,
            ValidAlgorithms = Algorithms,
            ValidTypes = oidc.TokenTypes.Count > 0 ? oidc.TokenTypes : null,
            NameClaimType = oidc.NameClaim,
            RoleClaimType = "roles",
            ClockSkew = TimeSpan.FromMinutes(1),
        };
        scheme.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                if (context.Request.Headers.Authorization.Count == 0) context.Token = TokenOfQuery(context.Request);
                return Task.CompletedTask;
            },
            // Also when the provider cannot be reached: nobody gets in, and the answer is no stack trace.
            OnAuthenticationFailed = context =>
            {
                context.Fail(context.Exception);
                return Task.CompletedTask;
            },
        };
    }

    private static void Configure(CertificateAuthenticationOptions scheme, CertificateOptions certificates, DicomWebSecurityOptions options)
    {
        var grants = new CertificateGrants(certificates.Clients);
        scheme.AllowedCertificateTypes = CertificateTypes.All;
        scheme.RevocationMode = certificates.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        if (certificates.Authorities is { } file)
        {
            scheme.ChainTrustValidationMode = X509ChainTrustMode.CustomRootTrust;
            scheme.CustomTrustStore.ImportFromPemFile(file);
        }

        scheme.Events = new CertificateAuthenticationEvents
        {
            OnCertificateValidated = context =>
            {
                if (grants.Find(context.ClientCertificate) is { } grant)
                {
                    context.Principal = Grants.ToPrincipal(grant, options.Authorization, context.Scheme.Name);
                    context.Success();
                }
                else
                {
                    context.Fail("The client certificate is not known.");
                }

                return Task.CompletedTask;
            },
        };
    }
}
