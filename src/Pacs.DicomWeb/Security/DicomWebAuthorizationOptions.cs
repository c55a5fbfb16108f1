using System.Security.Claims;

namespace Pacs.DicomWeb;

/// <summary>What permissions are called, and where a user's are found.</summary>
/// <remarks>A user has a scope when a claim of <see cref="ScopeClaims"/> names it, alone or among others parted by spaces (RFC 8693 §4.2), when a role is called like it, or when <see cref="RoleScopes"/> gives it to one of the user's roles.</remarks>
public sealed record DicomWebAuthorizationOptions
{
    /// <summary>The authorization policy that the endpoints of <c>MapDicomWeb</c> require.</summary>
    public const string PolicyName = "DicomWeb";

    /// <summary>Scope for <see cref="DicomWebOperation.Search"/>.</summary>
    public string SearchScope { get; init; } = "dicom.search";

    /// <summary>Scope for <see cref="DicomWebOperation.Retrieve"/>.</summary>
    public string RetrieveScope { get; init; } = "dicom.retrieve";

    /// <summary>Scope for <see cref="DicomWebOperation.Store"/>.</summary>
    public string StoreScope { get; init; } = "dicom.store";

    /// <summary>Scope for <see cref="DicomWebOperation.Delete"/>.</summary>
    public string DeleteScope { get; init; } = "dicom.delete";

    /// <summary>Scope for <see cref="DicomWebOperation.Describe"/>; null (the default) lets everybody ask who is authenticated.</summary>
    public string? DescribeScope { get; init; }

    /// <summary>Claims that hold scopes.</summary>
    public IReadOnlyList<string> ScopeClaims { get; init; } = ["scope", "scp"];

    /// <summary>Claims that hold roles, one each.</summary>
    public IReadOnlyList<string> RoleClaims { get; init; } = [ClaimTypes.Role, "role", "roles"];

    /// <summary>The scopes of roles.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> RoleScopes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Claims that restrict what a user sees.</summary>
    public ClaimStudyAccessOptions Restrictions { get; init; } = new();

    internal string? ScopeOf(DicomWebOperation operation) => operation switch
    {
        DicomWebOperation.Search => SearchScope,
        DicomWebOperation.Retrieve => RetrieveScope,
        DicomWebOperation.Store => StoreScope,
        DicomWebOperation.Delete => DeleteScope,
        _ => DescribeScope,
    };
}
