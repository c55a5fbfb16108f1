namespace Pacs.Core;

/// <summary>One event of the audit trail: who did what to whose data, and with what outcome (PS3.15 §A.5).</summary>
/// <param name="Event">What happened, when, and how it ended.</param>
/// <param name="Participants">The persons and processes that took part; at least one, at least one of them the requestor where it is known.</param>
/// <param name="Source">The system that reports.</param>
/// <param name="Objects">The patients, studies, queries and other things concerned.</param>
public sealed record AuditMessage(AuditEvent Event, IReadOnlyList<AuditParticipant> Participants, AuditSource Source, IReadOnlyList<AuditObject> Objects);
