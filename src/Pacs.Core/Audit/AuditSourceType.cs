namespace Pacs.Core;

/// <summary>AuditSourceTypeCode; the values are those of the schema (PS3.15 §A.5.1).</summary>
public enum AuditSourceType
{
    /// <summary>A person's display.</summary>
    UserInterface = 1,

    /// <summary>A modality or another instrument.</summary>
    DataAcquisition = 2,

    /// <summary>A web server.</summary>
    WebServer = 3,

    /// <summary>An application server.</summary>
    ApplicationServer = 4,

    /// <summary>A database server.</summary>
    DatabaseServer = 5,

    /// <summary>A server of security: of identities, of keys.</summary>
    SecurityServer = 6,

    /// <summary>A network component.</summary>
    NetworkComponent = 7,

    /// <summary>Operating software.</summary>
    OperatingSoftware = 8,

    /// <summary>Anything else.</summary>
    Other = 9,
}
