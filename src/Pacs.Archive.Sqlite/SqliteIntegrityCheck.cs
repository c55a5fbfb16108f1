namespace Pacs.Archive.Sqlite;

/// <summary>When an index file is read through for damage at opening. The check takes about a second for each gigabyte that the disk can read in that time.</summary>
public enum SqliteIntegrityCheck
{
    /// <summary>Not at all; damage shows when a query meets it.</summary>
    Never,
    /// <summary>When the process that had it open last did not close it.</summary>
    AfterCrash,
    /// <summary>Each time.</summary>
    Always,
}
