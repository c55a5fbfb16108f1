namespace Pacs.DicomWeb.Security;

/// <summary>What somebody gets who presents a key or a certificate.</summary>
public abstract class GrantOptions
{
    /// <summary>Who it is: the user's name in the audit trail.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>What is allowed, such as <c>dicom.search</c>.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>Patient IDs that are visible; empty for no restriction.</summary>
    public IList<string> Patients { get; } = [];

    /// <summary>Issuers of Patient ID that are visible; empty for no restriction.</summary>
    public IList<string> Issuers { get; } = [];

    /// <summary>Study Instance UIDs that are visible; empty for no restriction.</summary>
    public IList<string> Studies { get; } = [];

    /// <summary>Institution Names whose studies are visible; empty for no restriction.</summary>
    public IList<string> Institutions { get; } = [];
}
