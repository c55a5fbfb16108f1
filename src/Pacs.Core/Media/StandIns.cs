using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pacs.Core;

/// <summary>What a directory says where it must say something and the instance says nothing: a DICOMDIR may not leave out what images may (PS3.3 §F.5).</summary>
internal static class StandIns
{
    private static readonly (DicomTag Date, DicomTag Time)[] Moments =
    [
        (DicomTag.StudyDate, DicomTag.StudyTime), (DicomTag.SeriesDate, DicomTag.SeriesTime), (DicomTag.AcquisitionDate, DicomTag.AcquisitionTime),
        (DicomTag.ContentDate, DicomTag.ContentTime), (DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime),
    ];

    public static void Set(DicomDataset record, DicomTag tag, DicomDataset instance, int position)
    {
        DicomVR vr = ElementScanner.VROf(tag);
        string number = (position + 1).ToString(CultureInfo.InvariantCulture);
        if (vr == DicomVR.SQ) return; // nothing can be made up for a code: it stays empty
        if (tag == DicomTag.PatientID) record.Set(tag, PatientId(instance));
        else if (tag == DicomTag.StudyID) record.Set(tag, instance.GetString(DicomTag.AccessionNumber) ?? number);
        else if (tag == DicomTag.Modality) record.Set(tag, "OT");
        else if (vr == DicomVR.DA) record.Set(tag, First(instance, static moment => moment.Date) ?? "19000101");
        else if (vr == DicomVR.TM) record.Set(tag, First(instance, static moment => moment.Time) ?? "000000");
        else if (vr == DicomVR.DT) record.Set(tag, First(instance, static moment => moment.Date) ?? "19000101");
        else if (vr == DicomVR.UI) record.Set(tag, DicomUid.NewUid());
        else if (vr.IsText()) record.Set(tag, vr == DicomVR.IS ? number : "UNKNOWN");
        else record.SetInt32(tag, 0);
    }

    /// <summary>The same for all instances of a study, and another for each study: patients without an ID must not become one.</summary>
    private static string PatientId(DicomDataset instance) =>
        "NOID-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(instance.GetString(DicomTag.StudyInstanceUID) ?? string.Empty)))[..12];

    private static string? First(DicomDataset instance, Func<(DicomTag Date, DicomTag Time), DicomTag> which) =>
        Moments.Select(moment => instance.GetString(which(moment))).FirstOrDefault(static value => value is not null);
}
