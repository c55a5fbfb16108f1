using System.Buffers;
using System.IO.Pipelines;

namespace Pacs.Network;

/// <summary>The bytes of a transport that have arrived and are not yet consumed.</summary>
/// <remarks>Nothing is given back to the transport before more is needed, so that a buffer with many PDUs is parsed without calls to it.</remarks>
internal sealed class PduInput(PipeReader reader)
{
    private SequencePosition _end;
    private bool _isHeld;
    private long _kept;

    /// <summary>What is left to parse.</summary>
    public ReadOnlySequence<byte> Rest { get; private set; }

    /// <summary>Removes bytes from the front of <see cref="Rest"/>.</summary>
    public void Consume(long count) => Rest = Rest.Slice(count);

    /// <summary>Asks the transport for more than <see cref="Rest"/>. Hand the result to <see cref="Take"/>.</summary>
    public ValueTask<ReadResult> ReadMoreAsync(CancellationToken ct)
    {
        Release();
        return reader.ReadAsync(ct);
    }

    /// <summary>Takes over what the transport returned; the number of bytes that are new.</summary>
    public long Take(in ReadResult result)
    {
        Rest = result.Buffer;
        _end = result.Buffer.End;
        _isHeld = true;
        return Rest.Length - _kept;
    }

    /// <summary>Gives the buffer back: what was consumed is free, all of it was examined.</summary>
    public void Release()
    {
        if (!_isHeld) return;
        _isHeld = false;
        _kept = Rest.Length;
        reader.AdvanceTo(Rest.Start, _end);
        Rest = default;
    }

    /// <summary>Forgets the buffer, which the transport is about to take back.</summary>
    public void Drop()
    {
        _isHeld = false;
        Rest = default;
    }

    public void CancelPendingRead() => reader.CancelPendingRead();
}
