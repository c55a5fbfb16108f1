namespace Pacs.Core;

/// <summary>ActiveParticipant of an audit message: a person or a process (PS3.15 §A.5.2.1 to §A.5.2.3).</summary>
/// <param name="UserId">A person's log-in name, a process's name or id, or the URL that was called; never empty.</param>
/// <param name="IsRequestor">Whether this participant asked for what happened.</param>
public sealed record AuditParticipant(string UserId, bool IsRequestor)
{
    /// <summary>For a process that speaks DICOM <c>AETITLES=</c> and its titles, separated by semicolons (§A.5.2.2); or null.</summary>
    public string? AlternativeUserId { get; init; }

    /// <summary>The name that a person knows the participant by, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>What the participant was in this event; <see cref="AuditRole"/>.</summary>
    public CodedConcept? Role { get; init; }

    /// <summary>Where the participant was on the network: an IP address or a machine's name, or null.</summary>
    public string? NetworkAccessPoint { get; init; }

    /// <summary>A node of the DICOM network.</summary>
    /// <param name="aeTitle">Application Entity title.</param>
    /// <param name="isRequestor">Whether it asked.</param>
    /// <param name="address">Its IP address or host name, or null.</param>
    /// <param name="role">What it was in the event, or null.</param>
    public static AuditParticipant Node(string aeTitle, bool isRequestor, string? address = null, CodedConcept? role = null) =>
        new(aeTitle, isRequestor) { AlternativeUserId = $"AETITLES={aeTitle}", NetworkAccessPoint = address, Role = role };
}
