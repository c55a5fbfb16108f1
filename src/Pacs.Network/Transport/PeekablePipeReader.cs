using System.Buffers;
using System.IO.Pipelines;

namespace Pacs.Network;

/// <summary>A pipe's reader that can be asked whether a read would return at once.</summary>
internal sealed class PeekablePipeReader(PipeReader inner) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private long _examined; // bytes examined beyond what is consumed; a pipe does not let this go backwards

    public bool HasInput
    {
        get
        {
            try
            {
                if (!inner.TryRead(out ReadResult result)) return false;
                inner.AdvanceTo(result.Buffer.Start, result.Buffer.GetPosition(_examined));
                return true;
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                return true; // the connection is broken: a read says so at once
            }
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        bool read = inner.TryRead(out result);
        _buffer = result.Buffer;
        return read;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ReadResult result = await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        _buffer = result.Buffer;
        return result;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _examined = _buffer.Slice(consumed, examined).Length;
        _buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
