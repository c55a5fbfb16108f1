namespace Pacs.Archive;

/// <summary>What happens to an instance whose UID is stored already, with other bytes. Identical bytes are always accepted and kept once.</summary>
public enum DuplicatePolicy
{
    /// <summary>The stored one stays; the new one is refused.</summary>
    KeepFirst,

    /// <summary>The new one takes the place of the stored one, in one commit.</summary>
    KeepLatest,
}
