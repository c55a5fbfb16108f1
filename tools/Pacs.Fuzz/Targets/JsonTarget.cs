using System.Text;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>DICOM JSON: what is read is written, and what is written is read and written the same.</summary>
internal sealed class JsonTarget : IFuzzTarget
{
    public string Name => "json";

    public IEnumerable<byte[]> Seeds(string corpus) =>
        ModelSeeds.Datasets(corpus).Select(dataset => Encoding.UTF8.GetBytes(DicomJson.ToText(dataset)))
            .Prepend("""[{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B","Ideographic":"\u5c71","Phonetic":null},null]},"00111001":{"Value":[1,"2",3.5e2],"vr":"SV"},"7FE00010":{"vr":"OW","BulkDataURI":"a/b"}},{}]"""u8.ToArray());

    public long AllocationLimit(int length) => (8L << 20) + (400L * length);

    public void Run(byte[] input)
    {
        foreach (DicomDataset dataset in input.Length % 4 == 0 ? Streamed(input) : DicomJson.ParseAll(input))
        {
            string json = DicomJson.ToText(dataset);
            string again = DicomJson.ToText(DicomJson.Parse(json));
            if (json != again) throw new InvalidOperationException($"The JSON changed when it was read: {json} | {again}");
        }
    }

    private static List<DicomDataset> Streamed(byte[] input)
    {
        using var stream = new MemoryStream(input);
        return DicomJson.ReadAllAsync(stream).ToBlockingEnumerable().ToList();
    }
}
