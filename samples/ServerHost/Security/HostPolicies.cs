using Pacs.DicomWeb;

namespace Pacs.ServerHost;

/// <summary>The policies of the server's own endpoints, in the scopes of DICOMweb.</summary>
internal static class HostPolicies
{
    /// <summary>Asks what is there, and how the archive does.</summary>
    public const string Search = "host.search";

    /// <summary>Reads what is said of a study, and takes part in its reading.</summary>
    public const string Read = "host.read";

    /// <summary>Writes reports and statuses, and gives links away.</summary>
    public const string Write = "host.write";

    /// <summary>Administers.</summary>
    public const string Admin = "host.admin";

    /// <summary>Scope of those who administer.</summary>
    public const string AdminScope = "dicom.admin";

    public static void AddHostPolicies(this IServiceCollection services, DicomWebAuthorizationOptions names) => services.AddAuthorizationBuilder()
        .AddPolicy(Search, policy => policy.RequireScope(names.SearchScope))
        .AddPolicy(Read, policy => policy.RequireScope(names.RetrieveScope))
        .AddPolicy(Write, policy => policy.RequireScope(names.StoreScope))
        .AddPolicy(Admin, static policy => policy.RequireScope(AdminScope));
}
