namespace Pacs.Core;

/// <summary>The families of events of PS3.15 §A.5.3, context group 400.</summary>
public static class AuditEventId
{
    /// <summary>A program started or ended (§A.5.3.1).</summary>
    public static CodedConcept ApplicationActivity { get; } = Dcm("110100", "Application Activity");

    /// <summary>Somebody read the audit log (§A.5.3.2).</summary>
    public static CodedConcept AuditLogUsed { get; } = Dcm("110101", "Audit Log Used");

    /// <summary>A transfer begins (§A.5.3.3).</summary>
    public static CodedConcept BeginTransferring { get; } = Dcm("110102", "Begin Transferring DICOM Instances");

    /// <summary>Instances were viewed, changed or removed (§A.5.3.6).</summary>
    public static CodedConcept InstancesAccessed { get; } = Dcm("110103", "DICOM Instances Accessed");

    /// <summary>A transfer was completed (§A.5.3.7).</summary>
    public static CodedConcept InstancesTransferred { get; } = Dcm("110104", "DICOM Instances Transferred");

    /// <summary>A study was removed whole (§A.5.3.8).</summary>
    public static CodedConcept StudyDeleted { get; } = Dcm("110105", "DICOM Study Deleted");

    /// <summary>Data left the system, on media, paper or as a file (§A.5.3.4).</summary>
    public static CodedConcept Export { get; } = Dcm("110106", "Export");

    /// <summary>Data came in other than by a DICOM service (§A.5.3.5).</summary>
    public static CodedConcept Import { get; } = Dcm("110107", "Import");

    /// <summary>A node joined or left the network (§A.5.3.9).</summary>
    public static CodedConcept NetworkEntry { get; } = Dcm("110108", "Network Entry");

    /// <summary>A query was asked (§A.5.3.10).</summary>
    public static CodedConcept Query { get; } = Dcm("110112", "Query");

    /// <summary>Something that concerns security itself: a refused node, a wrong key (§A.5.3.11).</summary>
    public static CodedConcept SecurityAlert { get; } = Dcm("110113", "Security Alert");

    /// <summary>Somebody logged in or out, or tried (§A.5.3.12).</summary>
    public static CodedConcept UserAuthentication { get; } = Dcm("110114", "User Authentication");

    private static CodedConcept Dcm(string code, string meaning) => new(code, "DCM", meaning);
}
