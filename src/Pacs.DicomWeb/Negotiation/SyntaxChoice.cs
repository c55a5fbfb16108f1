using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Which transfer syntaxes a client takes for whole instances, and which of them one gets (PS3.18 §8.7.3.5).</summary>
internal sealed class SyntaxChoice
{
    private readonly List<string?[]> _tiers = [];

    /// <summary>Adds some that the client likes equally well, and less than those added before: UIDs, asterisks, or null for the default of application/dicom.</summary>
    public void Add(string?[] equals) => _tiers.Add(equals);

    /// <summary>The syntax to send, or null when none that is acceptable can be made. What fits is not touched.</summary>
    public TransferSyntax? Choose(TransferSyntax stored, Transcoder transcoder)
    {
        foreach (string?[] tier in _tiers)
            if (Choose(tier, stored, transcoder) is { } chosen) return chosen;
        return null;
    }

    private static TransferSyntax? Choose(string?[] tier, TransferSyntax stored, Transcoder transcoder)
    {
        bool isForWeb = IsForWeb(stored);
        foreach (string? wanted in tier)
            if (wanted == stored.Uid.Value || (wanted == "*" && isForWeb)) return stored;
        foreach (string? wanted in tier)
        {
            TransferSyntax target = wanted is null or "*" ? TransferSyntax.ExplicitVRLittleEndian : TransferSyntax.Get(new DicomUid(wanted));
            if (target == stored) return stored;
            // Where the pixels are lossy already, or cannot be decoded, they are given as they are, if nothing was said (PS3.18 §8.7.3).
            if (wanted is null or "*" && (stored.IsLossy || !CanMake(stored, target, transcoder))) return stored;
            if (CanMake(stored, target, transcoder)) return target;
        }

        return null;
    }

    private static bool CanMake(TransferSyntax stored, TransferSyntax target, Transcoder transcoder) =>
        target.IsKnown && !target.IsBigEndian && transcoder.CanTranscode(stored, target);

    // PS3.18 §8.7.3: Implicit VR Little Endian and Explicit VR Big Endian shall not be used, unless asked for by name.
    private static bool IsForWeb(TransferSyntax syntax) => syntax.IsExplicitVR && !syntax.IsBigEndian;
}
