using System.Buffers;
using System.Diagnostics;

namespace Pacs.Archive;

/// <summary>Collects an object in memory and appends it to the log at the commit; one that grows too long goes to a file of its own on the way.</summary>
internal sealed class SegmentBlobWriter(SegmentBlobStore store, BlobHeader header, ReadOnlyMemory<byte> meta) : IBlobWriter
{
    private const int SmallestBuffer = 1024 * 1024;
    private readonly BlockBuffer _buffer = new(store.Blocks, RecordCodec.Measure(header) + meta.Length);
    private readonly int _bufferLimit = store.InlineLimit > 0 ? store.InlineLimit : SmallestBuffer;
    private ObjectFileWriter? _file;
    private UInt128 _contentHash;
    private bool _isFinished;
    private bool _isCommitted;

    private long DatasetLength => _file is null ? _buffer.Length : _file.Length - meta.Length;

    public ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken ct)
    {
        Debug.Assert(!_isFinished, "Written after FinishAsync.");
        ct.ThrowIfCancellationRequested();
        try
        {
            if (_file is null)
            {
                long taken = Math.Max(_buffer.Length + bytes.Length, header.ExpectedLength ?? 0) <= _bufferLimit ? _buffer.Append(bytes) : 0;
                if (taken == bytes.Length) return ValueTask.CompletedTask;
                Spill(header.ExpectedLength);
                bytes = bytes.Slice(taken);
            }

            _file!.Write(bytes);
            return ValueTask.CompletedTask;
        }
        catch (IOException e)
        {
            throw e.ToStoreException("Writing an object");
        }
    }

    public ValueTask FinishAsync(UInt128 contentHash, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _contentHash = contentHash;
        _isFinished = true;
        try
        {
            if (_file is null && _buffer.Length > store.InlineLimit) Spill(_buffer.Length);
            _file?.Finish();
            return ValueTask.CompletedTask;
        }
        catch (IOException e)
        {
            throw e.ToStoreException("Flushing an object");
        }
    }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return new ValueTask<int>(_file is null ? _buffer.Read(offset, destination.Span) : _file.Read(meta.Length + offset, destination.Span));
        }
        catch (IOException e)
        {
            throw e.ToStoreException("Reading an object back");
        }
    }

    public async ValueTask<BlobRecord> CommitAsync(BlobAddress? replaces)
    {
        if (!_isFinished || _isCommitted) throw new InvalidOperationException("Commit once, after FinishAsync.");
        RecordHeader? replaced = replaces is { } address ? store.Require(RecordPlace.Parse(address)) : null;
        var draft = new RecordHeader
        {
            Kind = _file is null ? RecordKind.Inline : RecordKind.Reference,
            Sequence = 0,
            Place = default,
            Id = header.Id,
            TransferSyntax = header.TransferSyntax,
            CallingAe = header.CallingAe,
            At = header.ReceivedAt,
            PayloadLength = meta.Length + DatasetLength,
            MetaLength = meta.Length,
            MetaCrc = Crc32C.Compute(meta.Span),
            ContentHash = _contentHash,
            Target = replaced?.Place ?? default,
            TargetFileNumber = replaced?.FileNumber ?? 0,
            FileNumber = _file?.Number ?? 0,
        };
        RecordHeader record = await store.Log.AppendAsync(draft, _file is null ? meta : default, _file is null ? _buffer : null).ConfigureAwait(false);
        _isCommitted = true;
        _file?.Publish();
        if (replaced is not null) store.Bury(replaced.Place, replaced.FileNumber, record.Place.Segment);
        return record.ToBlobRecord();
    }

    public ValueTask DisposeAsync()
    {
        _buffer.Dispose();
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Spill(long? expectedLength)
    {
        var file = new ObjectFileWriter(store.Files);
        try
        {
            if (expectedLength is { } length) file.Reserve(meta.Length + length);
            var pieces = new List<ReadOnlyMemory<byte>>(10) { meta };
            _buffer.AddTo(pieces);
            file.Write(pieces);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file = file;
        _buffer.Clear();
    }
}
