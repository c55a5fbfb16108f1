namespace Pacs.Core;

/// <summary>What a registered UID names (PS3.6 Annex A).</summary>
public enum DicomUidType
{
    /// <summary>SOP Class.</summary>
    SopClass,
    /// <summary>Meta SOP Class.</summary>
    MetaSopClass,
    /// <summary>Transfer Syntax.</summary>
    TransferSyntax,
    /// <summary>Well-known SOP Instance.</summary>
    WellKnownSopInstance,
    /// <summary>Well-known frame of reference.</summary>
    WellKnownFrameOfReference,
    /// <summary>Application Context Name.</summary>
    ApplicationContextName,
    /// <summary>Service Class.</summary>
    ServiceClass,
    /// <summary>Application Hosting Model.</summary>
    ApplicationHostingModel,
    /// <summary>Mapping Resource.</summary>
    MappingResource,
    /// <summary>Coding Scheme.</summary>
    CodingScheme,
    /// <summary>DICOM UIDs as a Coding Scheme.</summary>
    DicomUidsAsCodingScheme,
    /// <summary>LDAP OID.</summary>
    LdapOid,
    /// <summary>Synchronization Frame of Reference.</summary>
    SynchronizationFrameOfReference,
}
