namespace Pacs.Core;

/// <summary>AuditSourceIdentification: which system reports (PS3.15 §A.5.2.4).</summary>
/// <param name="Id">The name of the system, unique within the site.</param>
/// <param name="EnterpriseSiteId">The site, or null.</param>
/// <param name="Type">What kind of system.</param>
public sealed record AuditSource(string Id, string? EnterpriseSiteId = null, AuditSourceType Type = AuditSourceType.ApplicationServer);
