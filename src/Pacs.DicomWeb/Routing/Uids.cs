using System.Buffers;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>UIDs in paths and parameters.</summary>
internal static class Uids
{
    private const int LongestUid = 64; // PS3.5 §9.1

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789.");

    /// <summary>Digits and periods, at most 64: what real archives hold, which is more than what PS3.5 §9.1 allows.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomUid uid)
    {
        uid = default;
        if (text.IsEmpty || text.Length > LongestUid || text.ContainsAnyExcept(Characters)) return false;
        uid = new DicomUid(text.ToString());
        return true;
    }
}
