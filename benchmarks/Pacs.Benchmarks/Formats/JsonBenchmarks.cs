using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Pacs.Core;

namespace Pacs.Benchmarks.Formats;

/// <summary>DICOM JSON of a header, written from unopened bytes and read into a data set.</summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private DicomDataset _dataset = null!;
    private byte[] _json = [];
    private byte[] _file = [];

    [Params(FormatFiles.Ct, FormatFiles.Nested)]
    public string File { get; set; } = FormatFiles.Ct;

    [GlobalSetup]
    public void SetUp()
    {
        _file = FormatFiles.Bytes(File);
        _dataset = FormatFiles.Header(File);
        _json = Encoding.UTF8.GetBytes(DicomJson.ToText(_dataset));
    }

    [Benchmark]
    public int Write()
    {
        _output.ResetWrittenCount();
        DicomJson.Write(_dataset, _output);
        return _output.WrittenCount;
    }

    /// <summary>What a converter does: the file's bytes to JSON.</summary>
    [Benchmark]
    public int ParseAndWrite()
    {
        _output.ResetWrittenCount();
        DicomJson.Write(DicomFile.Parse(_file, new DicomReadOptions { StopBefore = DicomTag.PixelData }).Dataset, _output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public DicomDataset Read() => DicomJson.Parse(_json);
}
