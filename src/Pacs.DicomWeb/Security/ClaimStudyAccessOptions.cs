namespace Pacs.DicomWeb;

/// <summary>The claims that restrict what a user sees. Of a claim that stands several times any value may match; different claims must all match. A user who has none of them sees everything.</summary>
public sealed record ClaimStudyAccessOptions
{
    /// <summary>Claim that names a Patient ID.</summary>
    public string PatientClaim { get; init; } = "dicom.patient";

    /// <summary>Claim that names an Issuer of Patient ID.</summary>
    public string IssuerClaim { get; init; } = "dicom.issuer";

    /// <summary>Claim that names a Study Instance UID.</summary>
    public string StudyClaim { get; init; } = "dicom.study";

    /// <summary>Claim that names an Institution Name.</summary>
    public string InstitutionClaim { get; init; } = "dicom.institution";
}
