namespace Pacs.Archive;

/// <summary>What a record of the log says.</summary>
internal enum RecordKind : ushort
{
    /// <summary>An object; its bytes follow the header.</summary>
    Inline = 1,

    /// <summary>An object whose bytes are a file of their own.</summary>
    Reference = 2,

    /// <summary>The object at the target place is removed.</summary>
    Removal = 3,
}
