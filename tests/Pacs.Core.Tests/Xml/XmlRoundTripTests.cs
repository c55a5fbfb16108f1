using CsCheck;
using Pacs.Core.Tests.Data;

namespace Pacs.Core.Tests.Xml;

[Category("PS3.19 §A.1")]
public sealed class XmlRoundTripTests
{
    [Test]
    public void Dataset_ToXmlAndBack_HasTheSameBytes([Values] bool isIndented) =>
        RandomDatasets.Any.Sample(
            dataset =>
            {
                DicomDataset back = DicomXml.Parse(DicomXml.ToText(dataset, new() { IsIndented = isIndented }));
                return back.Findings.Count == 0 && Comparable(back).SequenceEqual(Comparable(dataset));
            },
            iter: 1000, print: dataset => DicomJson.ToText(dataset));

    /// <summary>Empty values at the end have no place in XML: they are numbered, and only those that are there.</summary>
    private static byte[] Comparable(DicomDataset dataset)
    {
        DicomDataset copy = dataset.Copy();
        Trim(copy);
        return RandomDatasets.Bytes(copy);
    }

    private static void Trim(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset.ToArray())
        {
            if (element.GetSequence() is { } items) foreach (DicomDataset item in items) Trim(item);
            else if (element.VR.IsMultiValuedText() && element.GetString() is { } text) dataset.Set(element.Tag, element.VR, text.TrimEnd('\\'));
        }
    }
}
