using CsCheck;
using Pacs.Core.Tests.Data;

namespace Pacs.Core.Tests.Json;

[Category("PS3.18 §F.2")]
public sealed class JsonRoundTripTests
{
    [Test]
    public void Dataset_ToJsonAndBack_HasTheSameBytes() =>
        RandomDatasets.Any.Sample(
            dataset =>
            {
                DicomDataset back = DicomJson.Parse(DicomJson.ToText(dataset));
                return back.Findings.Count == 0 && RandomDatasets.Bytes(back).AsSpan().SequenceEqual(RandomDatasets.Bytes(dataset));
            },
            iter: 2000, print: dataset => DicomJson.ToText(dataset));

    [Test]
    public void Json_ToDatasetAndBack_IsTheSameJson([Values] bool numbersAsText) =>
        RandomDatasets.Any.Sample(
            dataset =>
            {
                var options = new DicomJsonOptions { NumbersAsText = numbersAsText };
                string json = DicomJson.ToText(dataset, options);
                return DicomJson.ToText(DicomJson.Parse(json), options) == json;
            },
            iter: 1000, print: dataset => DicomJson.ToText(dataset));

    [Test]
    public void ReadDataset_OpenedOrNot_HasTheSameJson() =>
        RandomDatasets.Any.Sample(
            dataset =>
            {
                byte[] bytes = RandomDatasets.Bytes(dataset);
                DicomDataset opened = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian);
                Open(opened);
                return DicomJson.ToText(DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian)) == DicomJson.ToText(opened);
            },
            iter: 1000, print: dataset => DicomJson.ToText(dataset));

    private static void Open(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset)
            foreach (DicomDataset item in element.GetSequence() ?? new DicomSequence()) Open(item);
    }
}
