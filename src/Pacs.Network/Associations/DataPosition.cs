namespace Pacs.Network;

/// <summary>A place within P-DATA-TF PDUs.</summary>
/// <param name="PduLeft">Bytes left of the PDU, the fragment's included.</param>
/// <param name="FragmentLeft">Bytes left of the current fragment.</param>
/// <param name="IsLast">Whether the current fragment is the last of its command set or data set.</param>
internal readonly record struct DataPosition(uint PduLeft, uint FragmentLeft, bool IsLast)
{
    /// <summary>Whether the last fragment is over.</summary>
    public bool IsEnd => IsLast && FragmentLeft == 0;

    /// <summary>The place some payload bytes further on.</summary>
    public DataPosition Skip(uint payload) => new(PduLeft - payload, FragmentLeft - payload, IsLast);
}
