namespace Pacs.Network;

#pragma warning disable CA1028 // the numbers of the wire
/// <summary>Priority (0000,0700) of a request (PS3.7 §E.1). An SCP need not heed it.</summary>
public enum Priority : ushort
{
    /// <summary>The usual.</summary>
    Medium = 0,

    /// <summary>Before others.</summary>
    High = 1,

    /// <summary>After others.</summary>
    Low = 2,
}
