using System.Security.Claims;

namespace Pacs.DicomWeb.Security;

/// <summary>The claims of a grant.</summary>
internal static class Grants
{
    public static ClaimsPrincipal ToPrincipal(GrantOptions grant, DicomWebAuthorizationOptions names, string scheme)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, grant.Name), new(names.ScopeClaims[0], string.Join(' ', grant.Scopes)) };
        Add(claims, names.Restrictions.PatientClaim, grant.Patients);
        Add(claims, names.Restrictions.IssuerClaim, grant.Issuers);
        Add(claims, names.Restrictions.StudyClaim, grant.Studies);
        Add(claims, names.Restrictions.InstitutionClaim, grant.Institutions);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    private static void Add(List<Claim> claims, string type, IEnumerable<string> values) => claims.AddRange(values.Select(value => new Claim(type, value)));
}
