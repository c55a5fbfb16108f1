using System.Text;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Native DICOM Model XML: what is read is written; of one input in four, what was written is read and written the same.</summary>
internal sealed class XmlTarget : IFuzzTarget
{
    public string Name => "xml";

    public IEnumerable<byte[]> Seeds(string corpus) =>
        ModelSeeds.Datasets(corpus).Select(dataset => Encoding.UTF8.GetBytes(DicomXml.ToText(dataset))).Where(xml => xml.Length <= 4000)
            .Prepend("""<NativeDicomModel><DicomAttribute tag="00100010" vr="PN"><PersonName number="2"><Alphabetic><FamilyName>A</FamilyName></Alphabetic></PersonName></DicomAttribute><DicomAttribute tag="00110001" vr="OB" privateCreator="X"><BulkData uuid="1"/></DicomAttribute></NativeDicomModel>"""u8.ToArray());

    public long AllocationLimit(int length) => (8L << 20) + (600L * length);

    public void Run(byte[] input)
    {
        using var stream = new MemoryStream(input);
        string xml = DicomXml.ToText(DicomXml.Parse(stream));
        // What XML cannot hold was replaced, and the replacement may ask for another character set.
        if (input.Length % 4 != 0 || xml.Contains('\uFFFD', StringComparison.Ordinal)) return;
        string again = DicomXml.ToText(DicomXml.Parse(xml));
        if (xml != again) throw new InvalidOperationException($"The XML changed when it was read: {xml} | {again}");
    }
}
