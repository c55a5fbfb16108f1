namespace Pacs.Core;

/// <summary>EventActionCode (PS3.15 §A.5.1).</summary>
public enum AuditAction
{
    /// <summary>C: something new came to be.</summary>
    Create,

    /// <summary>R: something was read, shown or sent.</summary>
    Read,

    /// <summary>U: something was changed.</summary>
    Update,

    /// <summary>D: something was removed.</summary>
    Delete,

    /// <summary>E: something was done: a query, a log-in, a start.</summary>
    Execute,
}
