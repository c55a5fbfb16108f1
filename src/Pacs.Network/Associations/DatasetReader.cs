using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Pacs.Network;

/// <summary>The data set of one message as a <see cref="PipeReader"/>: the fragments that are in the transport's buffer, without the headers between them and without a copy.</summary>
internal sealed class DatasetReader : PipeReader
{
    private readonly MessageReader _owner;
    private readonly byte _contextId;
    private DataPosition _position;       // at the first unconsumed byte
    private long _examined;               // payload bytes examined beyond it
    private PayloadSegment? _last;        // of what was handed out
    private int _segmentCount;
    private long _scannedInput;           // input bytes that the scan covered
    private DataPosition _scannedPosition;
    private int _scannedPdus;
    private bool _isReading;
    private bool _isDisowned;

    public DatasetReader(MessageReader owner, byte contextId, bool hasDataset)
    {
        _owner = owner;
        _contextId = contextId;
        _position = new DataPosition(owner.UpperLayer.DataLeft, 0, IsLast: !hasDataset);
    }

    /// <summary>Whether everything up to the last fragment is consumed.</summary>
    public bool IsFinished => _position.IsEnd;

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfUnreadable();
        Scan(out ReadOnlySequence<byte> payload);
        bool isEnd = _scannedPosition.IsEnd;
        result = new ReadResult(payload, false, isEnd);
        return _isReading = isEnd || payload.Length > _examined;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_owner.UpperLayer.Failure is { } failure) return ValueTask.FromException<ReadResult>(failure);
        try
        {
            if (TryRead(out ReadResult result)) return new ValueTask<ReadResult>(result);
        }
        catch (DicomProtocolException error)
        {
            return FailAsync(error);
        }

        return ReadMoreAsync(cancellationToken);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_isDisowned) return; // the next message was asked for: nothing is kept of this one
        if (!_isReading) throw new InvalidOperationException("No read is in progress.");
        _isReading = false;
        if (_last is null)
        {
            // Nothing but headers was scanned, and they are of no interest any more.
            Consume(_scannedInput, _scannedPosition, _scannedPdus);
            return;
        }

        long consumedIndex = IndexOf(consumed);
        long examinedIndex = Math.Max(IndexOf(examined), consumedIndex);
        long end = _last.RunningIndex + _last.Memory.Length;
        if (consumedIndex == end)
        {
            Consume(_scannedInput, _scannedPosition, _scannedPdus);
        }
        else if (consumed.GetObject() is PayloadSegment segment)
        {
            int index = consumed.GetInteger();
            Consume(segment.InputOffset + index, segment.Position.Skip((uint)index), segment.PduCount);
        }

        _examined = examinedIndex - consumedIndex;
    }

    public override void CancelPendingRead() => _owner.UpperLayer.Input.CancelPendingRead();

    /// <summary>Does nothing: what was not read is discarded when the next message is asked for.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Throws away the rest of the data set; the reader is of no use afterwards.</summary>
    public async ValueTask DiscardAsync(CancellationToken ct)
    {
        if (_isReading)
        {
            // Handed out and never given back: look at it again, and throw it away.
            _isReading = false;
            _examined = 0;
        }

        while (!IsFinished)
        {
            ReadResult result = await ReadAsync(ct).ConfigureAwait(false);
            AdvanceTo(result.Buffer.End);
        }

        _isDisowned = true;
    }

    private static long IndexOf(SequencePosition position) =>
        position.GetObject() is PayloadSegment segment ? segment.RunningIndex + position.GetInteger() : 0;

    private void ThrowIfUnreadable()
    {
        if (_isDisowned) throw new InvalidOperationException("The data set belongs to an earlier message.");
        if (_isReading) throw new InvalidOperationException("A read is already in progress.");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadMoreAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (_owner.IsControlNext) throw await _owner.HandleInterruptionAsync(ct).ConfigureAwait(false);
                await _owner.UpperLayer.FillAsync(_owner.StallTimeout, ct).ConfigureAwait(false);
                if (TryRead(out ReadResult result)) return result;
            }
        }
        catch (DicomProtocolException error)
        {
            throw await _owner.ProtocolErrorAsync(error).ConfigureAwait(false);
        }
    }

    private async ValueTask<ReadResult> FailAsync(DicomProtocolException error) =>
        throw await _owner.ProtocolErrorAsync(error).ConfigureAwait(false);

    /// <summary>Finds the payload in the input, up to the last fragment, another kind of PDU, or the end of what is there.</summary>
    private void Scan(out ReadOnlySequence<byte> payload)
    {
        ReadOnlySequence<byte> input = _owner.UpperLayer.Input.Rest;
        DataPosition at = _position;
        long offset = 0, length = 0, left = input.Length;
        _segmentCount = 0;
        _scannedPdus = 0;
        _last = null;
        _owner.IsControlNext = false;
        while (!at.IsEnd)
        {
            if (at.FragmentLeft > 0)
            {
                if (left == 0) break;
                uint count = (uint)Math.Min(at.FragmentLeft, left);
                foreach (ReadOnlyMemory<byte> memory in input.Slice(offset, count))
                {
                    Add(memory, length, offset, at);
                    length += memory.Length;
                    offset += memory.Length;
                    at = at.Skip((uint)memory.Length);
                }

                left -= count;
            }
            else if (at.PduLeft > 0)
            {
                if (!PdvHeader.TryRead(input.Slice(offset), at.PduLeft, out PdvHeader header)) break;
                MessageReader.ThrowIfForeign(header, _contextId, isCommand: false);
                at = new DataPosition(at.PduLeft - PdvHeader.Size, header.PayloadLength, header.IsLast);
                offset += PdvHeader.Size;
                left -= PdvHeader.Size;
            }
            else
            {
                if (!PduHeader.TryRead(input.Slice(offset), out PduHeader header)) break;
                if (header.Type != PduType.DataTransfer)
                {
                    // What came before it is handed out first; without anything before it, it is dealt with now.
                    _owner.IsControlNext = length == 0 && offset == 0;
                    break;
                }

                MessageReader.ThrowIfImpossible(header);
                at = new DataPosition(header.Length, 0, false);
                _scannedPdus++;
                offset += PduHeader.Size;
                left -= PduHeader.Size;
            }
        }

        _scannedInput = offset;
        _scannedPosition = at;
        payload = _last is null ? default : new ReadOnlySequence<byte>(_owner.Segment(0), 0, _last, _last.Memory.Length);
        if (_last is null && offset > 0 && !at.IsEnd)
        {
            // Only headers: consume them, so that what follows stands at the front.
            Consume(offset, at, _scannedPdus);
            _scannedInput = 0;
            _scannedPdus = 0;
            if (left > 0) Scan(out payload);
        }
    }

    private void Consume(long inputBytes, DataPosition position, int pdus)
    {
        _owner.UpperLayer.Input.Consume(inputBytes);
        _position = position;
        _owner.UpperLayer.DataLeft = position.PduLeft;
        NetworkTelemetry.PdusReceived.Add(pdus);
    }

    private void Add(ReadOnlyMemory<byte> memory, long runningIndex, long inputOffset, DataPosition position)
    {
        PayloadSegment segment = _owner.Segment(_segmentCount++);
        segment.Set(memory, runningIndex, inputOffset, position, _scannedPdus);
        _last?.Link(segment);
        _last = segment;
    }
}
