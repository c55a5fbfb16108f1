using BenchmarkDotNet.Attributes;
using Pacs.Core;

namespace Pacs.Benchmarks.Core;

/// <summary>Reading files from the page cache: headers up to the pixel data, and whole files against the bare read of their bytes. Per file.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private const int Count = 200;
    private static readonly DicomReadOptions Header = new() { StopBefore = DicomTag.PixelData };
    private string[] _files = [];

    /// <summary>CT of 0.5 MB, or small MR.</summary>
    [Params("ct", "mr")]
    public string Kind { get; set; } = "ct";

    /// <summary>Finds the files.</summary>
    [GlobalSetup]
    public void Setup() => _files = LoadCorpus.Files(Kind, Count);

    /// <summary>Values are not touched.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<int> Headers()
    {
        int elements = 0;
        foreach (string path in _files)
        {
            await using DicomFile file = await DicomFile.OpenAsync(path, Header);
            elements += file.Dataset.Count;
        }

        return elements;
    }

    /// <summary>Four values of each.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<int> HeadersAndFourValues()
    {
        int length = 0;
        foreach (string path in _files)
        {
            await using DicomFile file = await DicomFile.OpenAsync(path, Header);
            length += file.Dataset.GetString(DicomTag.PatientID)?.Length ?? 0;
            length += file.Dataset.GetUid(DicomTag.StudyInstanceUID)?.Value.Length ?? 0;
            length += file.Dataset.GetInt32(DicomTag.Rows) ?? 0;
            length += (int)(file.Dataset.GetDouble(DicomTag.SliceThickness) ?? 0);
        }

        return length;
    }

    /// <summary>All bytes in memory, and the data set over them.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int WholeFiles()
    {
        int elements = 0;
        foreach (string path in _files) elements += DicomFile.Parse(File.ReadAllBytes(path)).Dataset.Count;
        return elements;
    }

    /// <summary>The bytes alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Bytes()
    {
        int length = 0;
        foreach (string path in _files) length += File.ReadAllBytes(path).Length;
        return length;
    }
}
