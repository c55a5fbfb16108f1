using System.Text;

namespace Pacs.Core;

/// <summary>ParticipantObjectIdentification of an audit message: a patient, a study, a query, a file (PS3.15 §A.5.2).</summary>
public sealed record AuditObject
{
    private static readonly CodedConcept PatientNumber = new("2", "RFC-3881", "Patient Number");
    private static readonly CodedConcept StudyUid = new("110180", "DCM", "Study Instance UID");
    private static readonly CodedConcept SopClassUid = new("110181", "DCM", "SOP Class UID");
    private static readonly CodedConcept Uri = new("12", "RFC-3881", "URI");

    private AuditObject(string id, CodedConcept idType, int type, int? role) => (Id, IdType, Type, Role) = (id, idType, type, role);

    /// <summary>Patient ID, Study Instance UID, SOP class of a query, URI; empty when unknown.</summary>
    public string Id { get; }

    /// <summary>What kind of identifier it is.</summary>
    public CodedConcept IdType { get; }

    /// <summary>ParticipantObjectTypeCode: 1 a person, 2 a system object, 3 an organization.</summary>
    public int Type { get; }

    /// <summary>ParticipantObjectTypeCodeRole: 1 patient, 3 report (a study), 13 security resource, 24 query; or null.</summary>
    public int? Role { get; }

    /// <summary>The name that people know it by, e.g. the patient's; or null.</summary>
    public string? Name { get; init; }

    /// <summary>The query itself as it was asked, in bytes; or null.</summary>
    public ReadOnlyMemory<byte>? Query { get; init; }

    /// <summary>Named values beside, e.g. the transfer syntax of a query (§A.5.3.10).</summary>
    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Details { get; init; } = [];

    /// <summary>Accession Numbers of the study.</summary>
    public IReadOnlyList<string> AccessionNumbers { get; init; } = [];

    /// <summary>The SOP classes concerned, each with its number of instances.</summary>
    public IReadOnlyList<KeyValuePair<DicomUid, int>> SopClasses { get; init; } = [];

    /// <summary>A patient.</summary>
    /// <param name="patientId">Patient ID; empty when unknown.</param>
    /// <param name="name">Patient's Name, or null.</param>
    public static AuditObject Patient(string patientId, string? name = null) =>
        new(patientId, PatientNumber, 1, 1) { Name = name };

    /// <summary>A study.</summary>
    /// <param name="studyInstanceUid">Study Instance UID.</param>
    public static AuditObject Study(DicomUid studyInstanceUid) =>
        new(studyInstanceUid.ToString(), StudyUid, 2, 3);

    /// <summary>A query by DIMSE: the SOP class of the model and the identifier as it arrived.</summary>
    /// <param name="sopClass">SOP Class UID of the information model.</param>
    /// <param name="identifier">The encoded identifier; kept, not copied.</param>
    /// <param name="transferSyntax">How it is encoded (§A.5.3.10 asks for it as a detail).</param>
    public static AuditObject DicomQuery(DicomUid sopClass, ReadOnlyMemory<byte> identifier, DicomUid transferSyntax) =>
        new(sopClass.ToString(), SopClassUid, 2, 3)
        {
            Query = identifier,
            Details = [new("TransferSyntax", Encoding.ASCII.GetBytes(transferSyntax.ToString()))],
        };

    /// <summary>A query by URL, as DICOMweb asks it.</summary>
    /// <param name="uri">Path and query.</param>
    public static AuditObject WebQuery(string uri) =>
        new(uri, Uri, 2, 24) { Query = Encoding.UTF8.GetBytes(uri) };

    /// <summary>A resource that has a URI: the audit log, a page, an endpoint.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="name">What it is, in words.</param>
    public static AuditObject Resource(string uri, string name) =>
        new(uri, Uri, 2, 13) { Name = name };
}
