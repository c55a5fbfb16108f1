namespace Pacs.Archive;

/// <summary>What became of an instance that was to be stored.</summary>
public enum StoreKind
{
    /// <summary>It is stored, and durable.</summary>
    Stored,

    /// <summary>It was stored before with the same bytes; nothing changed.</summary>
    AlreadyStored,

    /// <summary>It is stored and took the place of one with the same UID and other bytes.</summary>
    Replaced,

    /// <summary>One with the same UID and other bytes is stored, and stays.</summary>
    Conflict,

    /// <summary>The data set cannot be kept as what it was announced to be.</summary>
    Invalid,

    /// <summary>There is no space, or storage or index fail; the same instance may be accepted later.</summary>
    Refused,
}
