using Pacs.Core;

namespace Pacs.Network;

/// <summary>Turns a selector into the identifier of a C-MOVE or C-GET (PS3.4 §C.4.2.2.1). Pure.</summary>
internal static class RetrieveIdentifier
{
    /// <summary>Makes the identifier, at the lowest level that the selector restricts.</summary>
    /// <returns>The identifier, and whether it is for Patient Root: when there is a Patient ID; else it is for Study Root.</returns>
    /// <exception cref="ArgumentException">Nothing is restricted, or several UIDs stand above the level of retrieval, where the standard has room for one.</exception>
    public static (DicomDataset Identifier, bool IsPatientRoot) Make(InstanceSelector which)
    {
        ArgumentNullException.ThrowIfNull(which);
        string level = which.Instances.Count > 0 ? "IMAGE" : which.Series.Count > 0 ? "SERIES" : which.Studies.Count > 0 ? "STUDY" : "PATIENT";
        if (which.IsUnrestricted) throw new ArgumentException("A retrieval of everything is not possible: name a patient, study, series or instance.", nameof(which));
        if ((which.Studies.Count > 1 && level != "STUDY") || (which.Series.Count > 1 && level != "SERIES"))
            throw new ArgumentException($"A retrieval at {level} level has one UID for each level above it.", nameof(which));

        var identifier = new DicomDataset();
        identifier.Set(DicomTag.QueryRetrieveLevel, level);
        if (which.PatientId is not null) identifier.Set(DicomTag.PatientID, which.PatientId);
        Put(DicomTag.StudyInstanceUID, which.Studies);
        Put(DicomTag.SeriesInstanceUID, which.Series);
        Put(DicomTag.SOPInstanceUID, which.Instances);
        return (identifier, which.PatientId is not null);

        void Put(DicomTag tag, IReadOnlyList<DicomUid> uids)
        {
            if (uids.Count > 0) identifier.Set(tag, [.. uids.Select(uid => uid.Value)]);
        }
    }
}
