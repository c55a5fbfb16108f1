using System.Buffers;
using BenchmarkDotNet.Attributes;
using Pacs.Core;

namespace Pacs.Benchmarks.Core;

/// <summary>Writing a header: as it came, after a change, and in another syntax.</summary>
[MemoryDiagnoser]
public class WriteBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private DicomDataset _read = new(), _changed = new();

    /// <summary>Reads the header of a CT.</summary>
    [GlobalSetup]
    public void Setup()
    {
        byte[] bytes = File.ReadAllBytes(LoadCorpus.Files("ct", 1)[0]);
        _read = DicomDataset.Parse(WithoutPixels(DicomFile.Parse(bytes).Dataset), TransferSyntax.ExplicitVRLittleEndian);
        _changed = _read.Copy();
        _changed.Set(DicomTag.PatientID, "CHANGED");
    }

    /// <summary>Byte for byte.</summary>
    [Benchmark(Baseline = true)]
    public int AsRead() => Write(_read, TransferSyntax.ExplicitVRLittleEndian);

    /// <summary>One value changed.</summary>
    [Benchmark]
    public int Changed() => Write(_changed, TransferSyntax.ExplicitVRLittleEndian);

    /// <summary>To implicit VR.</summary>
    [Benchmark]
    public int ToImplicit() => Write(_read, TransferSyntax.ImplicitVRLittleEndian);

    /// <summary>To big endian.</summary>
    [Benchmark]
    public int ToBigEndian() => Write(_read, TransferSyntax.ExplicitVRBigEndian);

    private static byte[] WithoutPixels(DicomDataset dataset)
    {
        dataset.Remove(DicomTag.PixelData);
        var output = new ArrayBufferWriter<byte>();
        dataset.WriteTo(output, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }

    private int Write(DicomDataset dataset, TransferSyntax syntax)
    {
        _output.ResetWrittenCount();
        dataset.WriteTo(_output, syntax);
        return _output.WrittenCount;
    }
}
