namespace Pacs.Core;

/// <summary>The transfer syntaxes of PS3.6 Annex A.</summary>
/// <remarks>Look-ups allocate nothing and are safe from any thread.</remarks>
public static class TransferSyntaxRegistry
{
    /// <summary>All of them, retired ones included, in ordinal order of the UID.</summary>
    public static IReadOnlyList<TransferSyntax> All { get; } = Array.AsReadOnly(TransferSyntax.Registered);

    /// <summary>The syntax with that UID, or null when it is not registered.</summary>
    public static TransferSyntax? Find(ReadOnlySpan<char> uid) => At(DicomUidRegistry.IndexOf(uid));

    /// <summary>The syntax with that UID as it stands in a stream, trailing NULL or space allowed; null when it is not registered.</summary>
    public static TransferSyntax? Find(ReadOnlySpan<byte> uid) => At(DicomUidRegistry.IndexOf(DicomUid.WithoutPadding(uid)));

    private static TransferSyntax? At(int uidIndex) =>
        uidIndex >= 0 && UidData.TransferSyntaxes[uidIndex] is > 0 and var number ? TransferSyntax.Registered[number - 1] : null;
}
