namespace Pacs.Archive.Sqlite;

/// <summary>Choices for a <see cref="SqliteIndex"/>.</summary>
public sealed record SqliteIndexOptions
{
    /// <summary>The attributes to keep. Instances indexed under another choice keep what they had until the index is rebuilt.</summary>
    public IndexAttributes Attributes { get; init; } = IndexAttributes.Default;

    /// <summary>When the file is checked for damage.</summary>
    public SqliteIntegrityCheck IntegrityCheck { get; init; } = SqliteIntegrityCheck.AfterCrash;

    /// <summary>Connections for queries kept open while idle; more are opened as needed. Each takes up to 4 MB.</summary>
    public int IdleReaders { get; init; } = 4;

    /// <summary>Pages of the write-ahead log (4 KB each) after which they are copied into the file.</summary>
    public int AutoCheckpointPages { get; init; } = 8000;
}
