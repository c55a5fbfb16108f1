using BenchmarkDotNet.Attributes;
using Pacs.Core;

namespace Pacs.Benchmarks.Formats;

/// <summary>Native DICOM Model XML of a header, written from unopened bytes and read into a data set.</summary>
[MemoryDiagnoser]
public class XmlBenchmarks : IDisposable
{
    private readonly MemoryStream _output = new(1 << 20);
    private DicomDataset _dataset = null!;
    private string _xml = string.Empty;

    [Params(FormatFiles.Ct, FormatFiles.Nested)]
    public string File { get; set; } = FormatFiles.Ct;

    [GlobalSetup]
    public void SetUp()
    {
        _dataset = FormatFiles.Header(File);
        _xml = DicomXml.ToText(_dataset);
    }

    [Benchmark]
    public async Task<long> Write()
    {
        _output.SetLength(0);
        await DicomXml.WriteAsync(_dataset, _output);
        return _output.Length;
    }

    [Benchmark]
    public DicomDataset Read() => DicomXml.Parse(_xml);

    [GlobalCleanup]
    public void Dispose()
    {
        _output.Dispose();
        GC.SuppressFinalize(this);
    }
}
