namespace Pacs.Core;

/// <summary>How a data set is encoded (PS3.5 §10, Annex A). Constants carry the PS3.6 keyword.</summary>
public sealed partial class TransferSyntax : IEquatable<TransferSyntax>
{
    internal TransferSyntax(string uid, bool isExplicitVR, bool isBigEndian, bool isEncapsulated, bool isDeflated, bool isLossy, bool isRetired)
    {
        Uid = new DicomUid(uid);
        IsExplicitVR = isExplicitVR;
        IsBigEndian = isBigEndian;
        IsEncapsulated = isEncapsulated;
        IsDeflated = isDeflated;
        IsLossy = isLossy;
        IsRetired = isRetired;
    }

    /// <summary>The UID that names the syntax.</summary>
    public DicomUid Uid { get; }

    /// <summary>Whether elements state their VR.</summary>
    public bool IsExplicitVR { get; }

    /// <summary>Whether words have their most significant byte first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Whether pixel data stands in fragments (PS3.5 §A.4).</summary>
    public bool IsEncapsulated { get; }

    /// <summary>Whether the data set after the file meta information is a raw deflate stream (PS3.5 §A.5).</summary>
    public bool IsDeflated { get; }

    /// <summary>Whether the codec can lose information.</summary>
    public bool IsLossy { get; }

    /// <summary>Whether PS3.6 marks it retired.</summary>
    public bool IsRetired { get; }

    /// <summary>Whether PS3.6 registers this UID; an unregistered (private or future) one is taken for explicit little endian, encapsulated.</summary>
    public bool IsKnown => TransferSyntaxRegistry.Find(Uid.Value) is not null;

    /// <summary>Whether two syntaxes encode native elements the same way, so that bytes of one are bytes of the other.</summary>
    public bool HasSameElementEncoding(TransferSyntax other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsExplicitVR == other.IsExplicitVR && IsBigEndian == other.IsBigEndian;
    }

    /// <summary>The syntax with that UID. One that PS3.6 does not register is taken for explicit little endian with encapsulated pixel data, as all private syntaxes in use are.</summary>
    public static TransferSyntax Get(DicomUid uid) =>
        TransferSyntaxRegistry.Find(uid.Value)
        ?? new TransferSyntax(uid.Value, isExplicitVR: true, isBigEndian: false, isEncapsulated: true, isDeflated: false, isLossy: true, isRetired: false);

    /// <inheritdoc/>
    public bool Equals(TransferSyntax? other) => other is not null && Uid == other.Uid;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TransferSyntax);

    /// <inheritdoc/>
    public override int GetHashCode() => Uid.GetHashCode();

    /// <summary>The keyword, or the UID where there is none.</summary>
    public override string ToString() => Uid.Keyword ?? Uid.Value;

    /// <summary>Same UID.</summary>
    public static bool operator ==(TransferSyntax? left, TransferSyntax? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Different UID.</summary>
    public static bool operator !=(TransferSyntax? left, TransferSyntax? right) => !(left == right);
}
