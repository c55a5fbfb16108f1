using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Small data sets of the corpus, from which JSON and XML seeds are made.</summary>
internal static class ModelSeeds
{
    private const int LongestValue = 512, LongestText = 6000;

    public static IEnumerable<DicomDataset> Datasets(string corpus)
    {
        foreach (byte[] bytes in SeedFiles.All(corpus, "charset", "special", "structure", "documents", "rt", "dicomdir"))
        {
            DicomDataset dataset;
            try
            {
                dataset = DicomFile.Parse(bytes, new DicomReadOptions { MaxDepth = 64 }).Dataset;
                foreach (DicomTag tag in (DicomTag[])[.. dataset.Where(element => element.Length > LongestValue).Select(element => element.Tag)]) dataset.Remove(tag);
                if (DicomJson.ToText(dataset, new DicomJsonOptions { MaxDepth = 64 }).Length > LongestText) continue;
            }
            catch (DicomException)
            {
                continue; // no DICOM, or nested too deep
            }

            yield return dataset;
        }
    }
}
