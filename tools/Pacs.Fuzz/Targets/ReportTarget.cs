using System.Buffers;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A structured report: its content tree and measurements, and the tree written again.</summary>
internal sealed class ReportTarget : IFuzzTarget
{
    public string Name => "report";

    public IEnumerable<byte[]> Seeds(string corpus) => SeedFiles.All(corpus, "documents").Append(Measurements());

    public long AllocationLimit(int length) => (8L << 20) + (512L * length);

    public void Run(byte[] input)
    {
        using DicomFile file = DicomFile.Parse(input, new DicomReadOptions { MaxInflatedLength = 1 << 20, MaxDepth = 64 });
        StructuredReport report = StructuredReport.Read(file.Dataset);
        foreach (ContentItem item in report.Content.WithDescendants()) _ = item.ToString();
        if (report.Content.Find<ContainerItem>(SrCodes.ImagingMeasurements) is not null) _ = MeasurementReport.Read(report);
        DicomDataset written = report.ToDataset(new ObjectContext());
        written.WriteTo(new ArrayBufferWriter<byte>(), TransferSyntax.ExplicitVRLittleEndian);
    }

    private static byte[] Measurements()
    {
        var image = new InstanceReference(new DicomUid("1.2"), new DicomUid("1.2.3"), new InstanceId(DicomUid.CTImageStorage, new DicomUid("1.2.3.4")));
        var group = new MeasurementGroup
        {
            TrackingIdentifier = "Lesion", Finding = SrCodes.Finding, Region = MeasurementGroup.InImage(image, "CIRCLE", [(1, 1), (2, 1)], frameNumber: 1),
            Measurements = { new Measurement(SrCodes.Derivation, 1.5, SrCodes.Millimetre) },
        };
        using var stream = new MemoryStream();
        new DicomFile(new MeasurementReport { Observer = "A", Groups = { group } }.ToReport().ToDataset(new ObjectContext())).SaveAsync(stream).AsTask().GetAwaiter().GetResult();
        return stream.ToArray();
    }
}
