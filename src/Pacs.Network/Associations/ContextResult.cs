namespace Pacs.Network;

/// <summary>What became of a proposed presentation context (PS3.8 Table 9-18).</summary>
#pragma warning disable CA1028 // the byte on the wire
public enum ContextResult : byte
{
    /// <summary>Accepted.</summary>
    Accepted = 0,
    /// <summary>Rejected by the user.</summary>
    UserRejection = 1,
    /// <summary>Rejected by the provider without a reason.</summary>
    NoReason = 2,
    /// <summary>Abstract syntax not supported.</summary>
    AbstractSyntaxNotSupported = 3,
    /// <summary>None of the transfer syntaxes is supported.</summary>
    TransferSyntaxesNotSupported = 4,
}
