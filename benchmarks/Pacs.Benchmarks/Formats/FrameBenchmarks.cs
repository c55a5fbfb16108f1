using BenchmarkDotNet.Attributes;
using Pacs.Core;

namespace Pacs.Benchmarks.Formats;

/// <summary>One frame out of a file of 10,000 frames of 8 KB: opening the file, finding the frame, reading it; by each table and without.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private const int Frames = 10_000, FrameLength = 8 * 1024;
    private string _path = string.Empty;
    private DicomFile _file = null!;
    private FrameReader _reader = null!;

    [Params(OffsetTableKind.Basic, OffsetTableKind.Extended, OffsetTableKind.None)]
    public OffsetTableKind Table { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        var encapsulator = new FrameEncapsulator(new() { OffsetTable = Table });
        byte[] frame = new byte[FrameLength];
        for (int i = 0; i < Frames; i++) encapsulator.Add(frame);
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, new DicomUid("1.2.840.10008.5.1.4.1.1.77.1.6"));
        dataset.Set(DicomTag.SOPInstanceUID, DicomUid.NewUid());
        encapsulator.ApplyTo(dataset);
        _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dcm");
        await new DicomFile(dataset, TransferSyntax.JPEG2000).SaveAsync(_path);
        _file = await DicomFile.OpenAsync(_path);
        _reader = await FrameReader.CreateAsync(_file);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    /// <summary>What a first request for a frame costs once the file is open.</summary>
    [Benchmark]
    public async Task<int> FindAndRead()
    {
        FrameReader reader = await FrameReader.CreateAsync(_file);
        using EncodedFrame frame = await reader.ReadAsync(Frames / 2);
        return frame.Memory.Length;
    }

    /// <summary>What each further frame costs.</summary>
    [Benchmark]
    public async Task<int> Read()
    {
        using EncodedFrame frame = await _reader.ReadAsync(Frames / 2);
        return frame.Memory.Length;
    }
}
