using System.Security.Claims;

namespace Pacs.DicomWeb;

/// <summary>Whether a user has a scope.</summary>
internal static class UserScopes
{
    public static bool IsKnown(ClaimsPrincipal user) => user.Identities.Any(static identity => identity.IsAuthenticated);

    public static bool Has(ClaimsPrincipal user, string scope, DicomWebAuthorizationOptions options)
    {
        foreach (ClaimsIdentity identity in user.Identities)
        {
            // What an identity claims counts only when somebody vouches for it.
            if (!identity.IsAuthenticated) continue;
            foreach (Claim claim in identity.Claims)
            {
                if (options.ScopeClaims.Contains(claim.Type) && Names(claim.Value, scope)) return true;
                if ((options.RoleClaims.Contains(claim.Type) || claim.Type == identity.RoleClaimType)
                    && (claim.Value == scope || options.RoleScopes.TryGetValue(claim.Value, out IReadOnlyList<string>? scopes) && scopes.Contains(scope))) return true;
            }
        }

        return false;
    }

    private static bool Names(ReadOnlySpan<char> list, ReadOnlySpan<char> scope)
    {
        foreach (Range word in list.Split(' '))
            if (list[word].SequenceEqual(scope)) return true;
        return false;
    }
}
