namespace Pacs.Core;

/// <summary>EventOutcomeIndicator; the values are those of the schema (PS3.15 §A.5.1).</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Success = 0,

    /// <summary>Not done, and nothing is wrong with the system: refused, not found, a wrong request.</summary>
    MinorFailure = 4,

    /// <summary>Not done, and the system has to be looked at.</summary>
    SeriousFailure = 8,

    /// <summary>Not done, and the system is not available any more.</summary>
    MajorFailure = 12,
}
