using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Pacs.Core;

namespace Pacs.Benchmarks.Core;

/// <summary>Reading files from the page cache: headers up to the pixel data, and whole files, against the bare read of their bytes, a copy of them in memory, and DCMTK. Per file.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private const int Count = 200;
    private static readonly DicomReadOptions Header = new() { StopBefore = DicomTag.PixelData };
    private string[] _files = [];
    private byte[][] _bytes = [];
    private byte[] _copy = [];

    /// <summary>CT of 0.5 MB, or small MR.</summary>
    [Params("ct", "mr")]
    public string Kind { get; set; } = "ct";

    /// <summary>Finds the files.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _files = LoadCorpus.Files(Kind, Count);
        _bytes = [.. _files.Select(File.ReadAllBytes)];
        _copy = new byte[_bytes.Max(bytes => bytes.Length)];
    }

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

    /// <summary>The data set over bytes that are in memory already.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int ParseInMemory()
    {
        int elements = 0;
        foreach (byte[] bytes in _bytes) elements += DicomFile.Parse(bytes).Dataset.Count;
        return elements;
    }

    /// <summary>A copy of the bytes in memory: what memory bandwidth allows.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int CopyInMemory()
    {
        foreach (byte[] bytes in _bytes) bytes.CopyTo(_copy, 0);
        return _copy[0];
    }

    /// <summary>dcmdump over the same headers, its start included; nothing where it is not installed.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Dcmdump()
    {
        if (!File.Exists("/usr/bin/dcmdump")) return 0;
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/dcmdump", ["-q", "--load-short", "--stop-before-elem", "7fe0,0010", .. _files]) { RedirectStandardOutput = true })!;
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        return process.ExitCode;
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
