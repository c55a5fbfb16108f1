using System.Globalization;

namespace Pacs.Core;

/// <summary>Where a new instance belongs: patient, study and series, and the equipment that made it.</summary>
/// <remarks>
/// Immutable; <c>with</c> makes variations. Patient and study attributes count for a new study only; those of <see cref="OfStudy"/> are the instance's. Each instance made with the same context goes to the same series: give the second one another
/// <see cref="InstanceNumber"/>.
/// </remarks>
/// <example><code>
/// var context = ObjectContext.OfStudy(ct.Dataset) with { SeriesNumber = 900, SeriesDescription = "Report" };
/// </code></example>
public sealed record ObjectContext
{
    // What Patient and Study modules hold that is worth taking over (PS3.3 §C.7.1.1, §C.7.2.1, §C.7.2.2).
    private static readonly DicomTag[] PatientAndStudy =
    [
        DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.IssuerOfAccessionNumberSequence, DicomTag.ReferringPhysicianName, DicomTag.StudyDescription,
        DicomTag.PatientName, DicomTag.PatientID, DicomTag.IssuerOfPatientID, DicomTag.IssuerOfPatientIDQualifiersSequence, DicomTag.PatientBirthDate, DicomTag.PatientBirthTime,
        DicomTag.PatientSex, DicomTag.OtherPatientIDsSequence, DicomTag.PatientAge, DicomTag.PatientSize, DicomTag.PatientWeight, DicomTag.EthnicGroup, DicomTag.PatientComments,
        DicomTag.PatientIdentityRemoved, DicomTag.DeidentificationMethod, DicomTag.DeidentificationMethodCodeSequence, DicomTag.StudyInstanceUID, DicomTag.StudyID,
    ];

    /// <summary>Patient's Name (0010,0010), empty when unknown.</summary>
    public string PatientName { get; init; } = string.Empty;

    /// <summary>Patient ID (0010,0020), empty when unknown.</summary>
    public string PatientId { get; init; } = string.Empty;

    /// <summary>Patient's Birth Date, or null when unknown.</summary>
    public DateOnly? PatientBirthDate { get; init; }

    /// <summary>Patient's Sex: M, F, O or empty.</summary>
    public string PatientSex { get; init; } = string.Empty;

    /// <summary>The study. Default: a new one.</summary>
    public DicomUid StudyInstanceUid { get; init; } = DicomUid.NewUid();

    /// <summary>Study ID (0020,0010) of a new study.</summary>
    public string StudyId { get; init; } = "1";

    /// <summary>Accession Number (0008,0050) of a new study, empty for none.</summary>
    public string AccessionNumber { get; init; } = string.Empty;

    /// <summary>The series; a new one unless said.</summary>
    public DicomUid SeriesInstanceUid { get; init; } = DicomUid.NewUid();

    /// <summary>Series Number (0020,0011).</summary>
    public int SeriesNumber { get; init; } = 1;

    /// <summary>Series Description (0008,103E), empty for none.</summary>
    public string SeriesDescription { get; init; } = string.Empty;

    /// <summary>Instance Number (0020,0013).</summary>
    public int InstanceNumber { get; init; } = 1;

    /// <summary>Manufacturer (0008,0070) of the equipment that makes the instance.</summary>
    public string Manufacturer { get; init; } = "Pacs";

    /// <summary>Manufacturer's Model Name (0008,1090).</summary>
    public string ModelName { get; init; } = "Pacs.Core";

    /// <summary>Device Serial Number (0018,1000).</summary>
    public string DeviceSerialNumber { get; init; } = "0";

    /// <summary>Software Versions (0018,1020).</summary>
    public string SoftwareVersions { get; init; } = FileMetaInformation.ImplementationVersionName;

    /// <summary>Tells the time of creation.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    private DicomDataset? Source { get; init; }

    /// <summary>The patient and study of an instance, with a new series.</summary>
    /// <param name="instance">Its patient and study attributes are taken over, text with whatever characters it has. Not kept.</param>
    /// <exception cref="DicomDataException">The instance has no Study Instance UID.</exception>
    public static ObjectContext OfStudy(DicomDataset instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var source = new DicomDataset();
        // UTF-8 has all that the source's sets have (PS3.5 §6.1.2.3).
        source.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        foreach (DicomTag tag in PatientAndStudy)
            if (instance.TryGet(tag, out DicomElement element)) source.Set(element);
        return new ObjectContext { Source = source, StudyInstanceUid = instance.RequireUid(DicomTag.StudyInstanceUID) };
    }

    /// <summary>Begins a data set: patient, study, series, equipment and SOP common modules.</summary>
    internal DicomDataset Begin(DicomUid sopClass, string modality)
    {
        DicomDataset dataset = Source?.Copy() ?? Given();
        foreach (DicomTag tag in (DicomTag[])[DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.ReferringPhysicianName, DicomTag.StudyID,
            DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex])
            if (!dataset.Contains(tag)) dataset.Set(tag, string.Empty); // type 2
        dataset.Set(DicomTag.SOPClassUID, sopClass);
        dataset.Set(DicomTag.SOPInstanceUID, DicomUid.NewUid());
        dataset.Set(DicomTag.InstanceCreationDate, Date);
        dataset.Set(DicomTag.InstanceCreationTime, TimeOfDay);
        dataset.Set(DicomTag.StudyInstanceUID, StudyInstanceUid);
        dataset.Set(DicomTag.SeriesInstanceUID, SeriesInstanceUid);
        dataset.Set(DicomTag.SeriesNumber, Text(SeriesNumber));
        dataset.Set(DicomTag.InstanceNumber, Text(InstanceNumber));
        dataset.Set(DicomTag.Modality, modality);
        if (SeriesDescription.Length > 0) dataset.Set(DicomTag.SeriesDescription, SeriesDescription);
        dataset.Set(DicomTag.Manufacturer, Manufacturer);
        dataset.Set(DicomTag.ManufacturerModelName, ModelName);
        dataset.Set(DicomTag.DeviceSerialNumber, DeviceSerialNumber);
        dataset.Set(DicomTag.SoftwareVersions, SoftwareVersions);
        return dataset;
    }

    /// <summary>Content Date (0008,0023) and Content Time (0008,0033): now.</summary>
    internal void SetContentDateTime(DicomDataset dataset)
    {
        dataset.Set(DicomTag.ContentDate, Date);
        dataset.Set(DicomTag.ContentTime, TimeOfDay);
    }

    internal string Date => Time.GetLocalNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    internal string TimeOfDay => Time.GetLocalNow().ToString("HHmmss", CultureInfo.InvariantCulture);

    private DicomDataset Given()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        dataset.Set(DicomTag.StudyDate, Date);
        dataset.Set(DicomTag.StudyTime, TimeOfDay);
        dataset.Set(DicomTag.StudyID, StudyId);
        dataset.Set(DicomTag.AccessionNumber, AccessionNumber);
        dataset.Set(DicomTag.PatientName, PatientName);
        dataset.Set(DicomTag.PatientID, PatientId);
        dataset.Set(DicomTag.PatientBirthDate, PatientBirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        dataset.Set(DicomTag.PatientSex, PatientSex);
        return dataset;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
