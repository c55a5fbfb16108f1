using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Pacs.Core;

namespace Pacs.Benchmarks.Formats;

/// <summary>A person name decoded and encoded, by kind of character set.</summary>
[MemoryDiagnoser]
public class CharacterSetBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private SpecificCharacterSet _set = SpecificCharacterSet.Default;
    private byte[] _bytes = [];
    private string _text = string.Empty;

    [Params("ASCII", "ISO_IR 100", "ISO_IR 192", "\\ISO 2022 IR 87", "GB18030")]
    public string Terms { get; set; } = "ASCII";

    [GlobalSetup]
    public void SetUp()
    {
        _set = SpecificCharacterSet.Parse(Terms == "ASCII" ? [] : Terms.Split('\\'));
        _text = Terms switch
        {
            "ASCII" => "Yamada^Tarou",
            "ISO_IR 100" => "Äneas^Rüdiger",
            "GB18030" => "Wang^XiaoDong=王^小东",
            _ => "Yamada^Tarou=山田^太郎=やまだ^たろう",
        };
        Encode();
        _bytes = _output.WrittenSpan.ToArray();
    }

    [Benchmark]
    public string Decode() => _set.Decode(_bytes, DicomVR.PN);

    [Benchmark]
    public int Encode()
    {
        _output.ResetWrittenCount();
        _set.Encode(_text, DicomVR.PN, _output);
        return _output.WrittenCount;
    }
}
