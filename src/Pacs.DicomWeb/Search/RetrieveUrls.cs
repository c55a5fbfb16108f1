using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Adds to results where they can be had: Retrieve URL (0008,1190) and Instance Availability (0008,0056).</summary>
internal sealed class RetrieveUrls(string baseUrl, QueryLevel level)
{
    public void AddTo(DicomDataset result)
    {
        result.Set(DicomTag.InstanceAvailability, "ONLINE");
        string url = $"{baseUrl}/studies/{result.GetUid(DicomTag.StudyInstanceUID)?.Value}";
        if (level >= QueryLevel.Series) url = $"{url}/series/{result.GetUid(DicomTag.SeriesInstanceUID)?.Value}";
        if (level >= QueryLevel.Image) url = $"{url}/instances/{result.GetUid(DicomTag.SOPInstanceUID)?.Value}";
        result.Set(DicomTag.RetrieveURL, url);
    }
}
