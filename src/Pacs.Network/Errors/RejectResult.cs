namespace Pacs.Network;

/// <summary>The Result field of A-ASSOCIATE-RJ (PS3.8 Table 9-21).</summary>
#pragma warning disable CA1008, CA1028 // the byte on the wire
public enum RejectResult : byte
{
    /// <summary>Asking again is pointless.</summary>
    Permanent = 1,
    /// <summary>Asking again later may succeed.</summary>
    Transient = 2,
}
