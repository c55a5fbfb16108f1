namespace Pacs.Core;

/// <summary>The table that says where frames begin in encapsulated pixel data.</summary>
public enum OffsetTableKind
{
    /// <summary>The Basic Offset Table, in the first item (PS3.5 §A.4): 32-bit offsets.</summary>
    Basic,

    /// <summary>Extended Offset Table (7FE0,0001) and its lengths (7FE0,0002): 64-bit offsets, each frame in one fragment (PS3.3 §C.7.6.3.1.8).</summary>
    Extended,

    /// <summary>None: the first item is empty. Readers divide by fragments.</summary>
    None,
}
