using System.Net;
using Pacs.Core;
using Pacs.DicomWeb;
using Pacs.DicomWeb.Security;

namespace Pacs.ServerHost;

/// <summary>Who may use the server by HTTP: what the configuration file says, or this machine alone.</summary>
internal static class HostSecurity
{
    /// <summary>The configuration of the file, or an empty one.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    public static IConfiguration Load(HostOptions options)
    {
        var builder = new ConfigurationBuilder();
        if (options.ConfigFile is { } file)
        {
            try
            {
                return builder.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false).Build();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
            {
                throw new InvalidDataException($"the configuration {file} cannot be read: {failure.InnerException?.Message ?? failure.Message}", failure);
            }
        }

        return builder.Build();
    }

    /// <summary>Adds authentication, the policies and the audit trail.</summary>
    /// <exception cref="InvalidDataException">The configuration makes no sense, or leaves the server open to the network.</exception>
    public static void AddHostSecurity(this IServiceCollection services, HostOptions options, IConfiguration configuration)
    {
        try
        {
            services.AddDicomWebSecurity(security =>
            {
                Bind(security, configuration);
                if (options.IsOpen) security.Anonymous = AnonymousAccess.Everywhere;
                // Without a word about who may, it is who sits at this machine.
                else if (!configuration.GetSection("Security").Exists()) security.Anonymous = AnonymousAccess.Loopback;
                if (security.AnonymousScopes.Count == 0)
                    foreach (string scope in AllScopes(security.Authorization)) security.AnonymousScopes.Add(scope);
                Require(options, security);
                security.ChooseOther = SignIn.Scheme;
                services.AddHostPolicies(security.Authorization);
            });
            services.AddAudit(options, AuditOptions.Read(configuration));
        }
        catch (Exception failure) when (failure is FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"the configuration {options.ConfigFile} makes no sense: {failure.Message}", failure);
        }

        services.AddSignIn(options);
    }

    private static void Bind(DicomWebSecurityOptions security, IConfiguration configuration)
    {
        string[] known = ["Security", "Audit"];
        if (configuration.GetChildren().FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown) throw new FormatException($"the section '{unknown.Key}' is not known.");
        configuration.GetSection("Security").Bind(security, static binder => binder.ErrorOnUnknownConfiguration = true);
    }

    private static void AddAudit(this IServiceCollection services, HostOptions options, AuditOptions audit)
    {
        services.AddSingleton(audit);
        if (!audit.Enabled) return;
        string folder = audit.Folder ?? Path.Combine(options.DataFolder, "audit");
        services.AddSingleton(new AuditSource(options.AeTitle, audit.Site));
        services.AddSingleton<IAuditSink>(provider => new FileAuditSink(folder, provider.GetRequiredService<TimeProvider>()));
    }

    private static string[] AllScopes(DicomWebAuthorizationOptions names) => [names.SearchScope, names.RetrieveScope, names.StoreScope, names.DeleteScope, HostPolicies.AdminScope];

    private static void Require(HostOptions options, DicomWebSecurityOptions security)
    {
        if (options.IsOpen || IPAddress.IsLoopback(options.WebAddress)) return;
        if (security.Anonymous == AnonymousAccess.Everywhere || !security.HasCredentials)
            throw new InvalidDataException($"at {options.WebAddress} everybody in the network could read and store images. Say who may with --config, keep HTTP on this machine with --http-bind 127.0.0.1, or accept it with --open.");
    }
}
