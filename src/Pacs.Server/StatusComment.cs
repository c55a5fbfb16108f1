using Pacs.Core;

namespace Pacs.Server;

/// <summary>Error Comment (0000,0902): LO, at most 64 characters, and no patient data.</summary>
internal static class StatusComment
{
    private const int MaxLength = 64;

    /// <summary>Names the element that was wrong: what else the exception says may quote the peer's keys, which may be a patient's.</summary>
    public static string Of(DicomDataException exception)
    {
        string text = exception.Tag is { } tag ? $"Identifier not understood: {tag.Keyword ?? tag.ToString()}" : "Identifier not understood";
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }
}
