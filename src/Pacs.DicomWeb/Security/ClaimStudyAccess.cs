using System.Security.Claims;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Restricts a user to the patients, issuers, studies and institutions that the user's claims name.</summary>
/// <remarks>A value is meant as it stands: one with an asterisk or a question mark, which a query would take for a pattern, or none at all, matches nothing.</remarks>
public sealed class ClaimStudyAccess(ClaimStudyAccessOptions? options = null) : IStudyAccess
{
    private readonly ClaimStudyAccessOptions _options = options ?? new ClaimStudyAccessOptions();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(user);
        List<QueryKey>? keys = null;
        AddText(user, _options.PatientClaim, DicomTag.PatientID, ref keys);
        AddText(user, _options.IssuerClaim, DicomTag.IssuerOfPatientID, ref keys);
        AddText(user, _options.InstitutionClaim, DicomTag.InstitutionName, ref keys);
        List<string>? studies = ValuesOf(user, _options.StudyClaim);
        if (studies is not null)
        {
            DicomUid[] uids = [.. studies.Where(static text => Uids.TryParse(text, out _)).Select(static text => new DicomUid(text))];
            (keys ??= []).Add(uids.Length > 0 ? new UidQueryKey(DicomTag.StudyInstanceUID, uids) : Nothing);
        }

        return new(keys);
    }

    private static UidQueryKey Nothing => UidQueryKey.Nothing(DicomTag.StudyInstanceUID);

    private static void AddText(ClaimsPrincipal user, string claim, DicomTag tag, ref List<QueryKey>? keys)
    {
        if (ValuesOf(user, claim) is not { } values) return;
        string[] literal = [.. values.Select(static v => v.Trim()).Where(static v => v.Length > 0 && v.AsSpan().IndexOfAny('*', '?', '\\') < 0)];
        (keys ??= []).Add(literal.Length > 0 ? new TextQueryKey(tag, literal) : Nothing);
    }

    private static List<string>? ValuesOf(ClaimsPrincipal user, string type)
    {
        List<string>? values = null;
        foreach (Claim claim in user.FindAll(type)) (values ??= []).Add(claim.Value);
        return values;
    }
}
