namespace Pacs.Core;

/// <summary>EventIdentification of an audit message (PS3.15 §A.5.2).</summary>
/// <param name="Id">The family of the event, from context group 400; <see cref="AuditEventId"/> has those of PS3.15.</param>
/// <param name="Action">What was done to the objects.</param>
/// <param name="Time">When; written in UTC.</param>
/// <param name="Outcome">How it ended. What succeeded in part is two messages (PS3.15 §A.5.2).</param>
/// <param name="Type">The specific type within the family, from context group 401, or null.</param>
/// <param name="OutcomeDescription">Why it failed, in words without patient data, or null.</param>
public sealed record AuditEvent(CodedConcept Id, AuditAction Action, DateTimeOffset Time, AuditOutcome Outcome, CodedConcept? Type = null, string? OutcomeDescription = null);
