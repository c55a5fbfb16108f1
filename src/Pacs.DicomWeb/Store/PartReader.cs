using System.Buffers;
using System.IO.Pipelines;

namespace Pacs.DicomWeb;

/// <summary>The content of one part, as a pipe that ends where the part does. Nothing is copied: it shows the request's own buffers.</summary>
internal sealed class PartReader(PipeReader input, byte[] delimiter) : PipeReader
{
    private readonly TaskCompletionSource _consumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlySequence<byte> _shown;
    private SequencePosition _end; // of all that is there, shown or held back
    private bool _isLast;
    private bool _isOpen; // read, and not advanced: a reader that failed on what it saw leaves it so

    /// <summary>Completes once the whole content was read, so that the next part may be.</summary>
    public Task Consumed => _consumed.Task;

    /// <exception cref="DicomWebException">The request ends within the part.</exception>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_consumed.Task.IsCompleted) return new ReadResult(default, isCanceled: false, isCompleted: true);
            if (_isOpen) AdvanceTo(_shown.Start);
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (TryShow(in result, out ReadResult shown)) return shown;
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        if (_consumed.Task.IsCompleted)
        {
            result = new ReadResult(default, isCanceled: false, isCompleted: true);
            return true;
        }

        if (_isOpen) AdvanceTo(_shown.Start);
        result = default;
        return input.TryRead(out ReadResult inner) && TryShow(in inner, out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_consumed.Task.IsCompleted) return;
        _isOpen = false;
        // What is held back was looked at as well: else the next read would return at once with the same, over and over.
        input.AdvanceTo(consumed, !_isLast && examined.Equals(_shown.End) ? _end : examined);
        if (_isLast && _shown.Slice(consumed).IsEmpty) _consumed.TrySetResult();
    }

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Reads what is left.</summary>
    public async ValueTask DrainAsync(CancellationToken ct)
    {
        while (!_consumed.Task.IsCompleted)
        {
            ReadResult result = await ReadAsync(ct).ConfigureAwait(false);
            AdvanceTo(result.Buffer.End);
        }
    }

    private bool TryShow(in ReadResult result, out ReadResult shown)
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        long end = DelimiterSearch.IndexOf(buffer, delimiter);
        _isLast = end >= 0;
        if (end < 0)
        {
            if (result.IsCompleted) throw MultipartReader.Malformed("The request ends within a part.");
            // The beginning of the delimiter may be at the end of what is there.
            end = buffer.Length - (delimiter.Length - 1);
            if (end <= 0 && !result.IsCanceled)
            {
                input.AdvanceTo(buffer.Start, buffer.End);
                shown = default;
                return false;
            }
        }

        _shown = buffer.Slice(0, Math.Max(0, end));
        _end = buffer.End;
        if (_isLast && end == 0)
        {
            input.AdvanceTo(buffer.Start);
            _consumed.TrySetResult();
            shown = new ReadResult(default, isCanceled: false, isCompleted: true);
            return true;
        }

        _isOpen = true;
        shown = new ReadResult(_shown, result.IsCanceled, isCompleted: _isLast);
        return true;
    }
}
