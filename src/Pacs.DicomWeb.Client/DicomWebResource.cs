using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>A study, a series of it, or an instance of that (PS3.18 §10.1).</summary>
public sealed record DicomWebResource
{
    private DicomWebResource(DicomUid study, DicomUid? series, DicomUid? instance)
    {
        StudyUid = Checked(study, nameof(study));
        SeriesUid = series is { } s ? Checked(s, nameof(series)) : null;
        InstanceUid = instance is { } i ? Checked(i, nameof(instance)) : null;
    }

    /// <summary>Study Instance UID.</summary>
    public DicomUid StudyUid { get; }

    /// <summary>Series Instance UID; null for a study.</summary>
    public DicomUid? SeriesUid { get; }

    /// <summary>SOP Instance UID; null for a study or series.</summary>
    public DicomUid? InstanceUid { get; }

    /// <summary>A study.</summary>
    /// <exception cref="ArgumentException">No UID.</exception>
    public static DicomWebResource Study(DicomUid study) => new(study, null, null);

    /// <summary>A series.</summary>
    /// <exception cref="ArgumentException">No UID.</exception>
    public static DicomWebResource Series(DicomUid study, DicomUid series) => new(study, series, null);

    /// <summary>An instance.</summary>
    /// <exception cref="ArgumentException">No UID.</exception>
    public static DicomWebResource Instance(DicomUid study, DicomUid series, DicomUid instance) => new(study, series, instance);

    /// <summary>What a search found: an instance, series or study, after the UIDs that are there.</summary>
    /// <exception cref="DicomDataException">The Study Instance UID is missing, or an instance without its series.</exception>
    public static DicomWebResource Of(DicomDataset match)
    {
        ArgumentNullException.ThrowIfNull(match);
        DicomUid? series = match.GetUid(DicomTag.SeriesInstanceUID), instance = match.GetUid(DicomTag.SOPInstanceUID);
        if (instance is not null && series is null) throw new DicomDataException("The series of the instance is missing.", DicomTag.SeriesInstanceUID);
        try
        {
            return new DicomWebResource(match.RequireUid(DicomTag.StudyInstanceUID), series, instance);
        }
        catch (ArgumentException invalid)
        {
            throw new DicomDataException("A UID of the match is none.", innerException: invalid);
        }
    }

    /// <summary>The path below the service, without a slash at either end.</summary>
    public override string ToString() =>
        InstanceUid is not null ? $"studies/{StudyUid}/series/{SeriesUid}/instances/{InstanceUid}"
        : SeriesUid is not null ? $"studies/{StudyUid}/series/{SeriesUid}"
        : $"studies/{StudyUid}";

    internal DicomWebResource RequireInstance(string parameter) =>
        InstanceUid is not null ? this : throw new ArgumentException("An instance is needed, with its study and series.", parameter);

    // It becomes part of a path: nothing but digits and dots may.
    private static DicomUid Checked(DicomUid uid, string name) => DicomUid.IsValid(uid.Value) ? uid : throw new ArgumentException("This is no UID.", name);
}
