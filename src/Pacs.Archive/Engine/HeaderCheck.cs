using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Whether a data set is what it was announced to be, and can be found again once stored (PS3.4 §B.2.3).</summary>
internal static class HeaderCheck
{
    private const int LongestUid = 64; // PS3.5 §9.1

    /// <summary>What is wrong with the UIDs that the sender says, or null. A file over the web brings its transfer syntax itself.</summary>
    public static DicomStatus? Check(InstanceId id, TransferSyntax syntax) =>
        !IsUsable(id.SopInstance) ? DicomStatus.InvalidSopInstance.With("SOP Instance UID is empty or too long")
        : !IsUsable(id.SopClass) ? DicomStatus.CannotUnderstand.With("SOP Class UID is empty or too long")
        : !IsUsable(syntax.Uid) ? DicomStatus.CannotUnderstand.With("Transfer Syntax UID is empty or too long")
        : null;

    /// <summary>What is wrong with the data set, or null.</summary>
    public static DicomStatus? Check(DicomDataset header, InstanceId id)
    {
        if (header.GetUid(DicomTag.SOPInstanceUID) != id.SopInstance) return DicomStatus.DataSetDoesNotMatchSopClass.With("SOP Instance UID differs from the command's");
        if (header.GetUid(DicomTag.SOPClassUID) != id.SopClass) return DicomStatus.DataSetDoesNotMatchSopClass.With("SOP Class UID differs from the command's");
        if (!IsUsable(header.GetUid(DicomTag.StudyInstanceUID))) return DicomStatus.CannotUnderstand.With("Study Instance UID is missing");
        if (!IsUsable(header.GetUid(DicomTag.SeriesInstanceUID))) return DicomStatus.CannotUnderstand.With("Series Instance UID is missing");
        return null;
    }

    private static bool IsUsable(DicomUid? uid) => uid is { Value: { Length: > 0 and <= LongestUid } text } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
