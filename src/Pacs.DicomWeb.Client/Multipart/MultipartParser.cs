using System.Buffers;
using System.Text;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>The grammar of multipart bodies (RFC 2046 §5.1) as a pure, incremental parser: bytes in, headers and content out. It holds no bytes, so that memory does not grow with a part.</summary>
/// <remarks>
/// The boundary is searched with the vectorised <c>IndexOf</c>, piece by piece; only over the seam of two pieces a few bytes are copied.
/// A line that begins like the boundary and goes on otherwise belongs to the content, as RFC 2046 would have it parse.
/// </remarks>
internal sealed class MultipartParser
{
    private const int MaxPadding = 128;
    private const int MaxBoundaryLength = 200; // RFC 2046 says 70; some servers have longer ones
    private readonly byte[] _delimiter; // with the line break before it
    private readonly MultipartLimits _limits;
    private State _state = State.Begin;
    private long _position, _length;
    private int _parts;

    /// <exception cref="DicomDataException">The boundary cannot be one.</exception>
    public MultipartParser(string boundary, MultipartLimits limits)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundaryLength || boundary.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new DicomDataException("The boundary of a multipart body is missing, or cannot be one.");
        _delimiter = Encoding.ASCII.GetBytes($"\r\n--{boundary}");
        _limits = limits;
    }

    private enum State
    {
        Begin,
        Preamble,
        Headers,
        ContentStart,
        Content,
        Ended,
    }

    private enum Mark
    {
        NeedMore,
        None,
        Next,
        Close,
    }

    /// <summary>Whether the closing boundary was read.</summary>
    public bool IsEnded => _state == State.Ended;

    /// <summary>Reads on to the headers of the next part, or to the end.</summary>
    /// <param name="input">Advanced past what was read.</param>
    /// <param name="isCompleted">Whether nothing follows.</param>
    /// <param name="headers">The headers; null at the end, see <see cref="IsEnded"/>.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="DicomDataException">Malformed, ended early, or beyond a limit.</exception>
    public bool TryReadHeaders(ref ReadOnlySequence<byte> input, bool isCompleted, out MultipartHeaders? headers)
    {
        headers = null;
        if (_state == State.Begin && !TryBegin(ref input, isCompleted)) return false;
        while (_state == State.Preamble)
        {
            if (!TryScan(ref input, isCompleted, out ReadOnlySequence<byte> passed)) return false;
            if ((_length += passed.Length) > _limits.MaxPreambleLength) throw Bad($"No boundary within {_limits.MaxPreambleLength} bytes.");
        }

        if (_state == State.Ended) return true;
        if (_state != State.Headers) throw new InvalidOperationException("The content of a part is read before the next one.");
        return TryReadHeaderBlock(ref input, isCompleted, out headers);
    }

    /// <summary>Reads on in the content of a part.</summary>
    /// <param name="input">Advanced past what was read.</param>
    /// <param name="isCompleted">Whether nothing follows.</param>
    /// <param name="content">What was read: a slice of the input, maybe empty.</param>
    /// <param name="isLast">Whether the content ends with it.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="DicomDataException">Ended early, or beyond a limit.</exception>
    public bool TryReadContent(ref ReadOnlySequence<byte> input, bool isCompleted, out ReadOnlySequence<byte> content, out bool isLast)
    {
        isLast = false;
        content = default;
        if (_state == State.ContentStart)
        {
            // The line break that ends the headers is also the delimiter's when there is no content.
            if (input.Length < _delimiter.Length + 2) return !isCompleted ? false : throw Early();
            switch (ReadMark(input, 0, isCompleted, out SequencePosition after))
            {
                case Mark.NeedMore: return false;
                case Mark.None: Take(ref input, input.GetPosition(2)); _state = State.Content; break;
                case var mark: Pass(ref input, after, mark); isLast = true; return true;
            }
        }

        if (!TryScan(ref input, isCompleted, out content)) return false;
        if ((_length += content.Length) > _limits.MaxPartLength) throw Bad($"A part is longer than {_limits.MaxPartLength} bytes.");
        isLast = _state != State.Content;
        return true;
    }

    private bool TryBegin(ref ReadOnlySequence<byte> input, bool isCompleted)
    {
        // The first boundary may stand at the very beginning, without a line break before it.
        ReadOnlySpan<byte> bare = _delimiter.AsSpan(2);
        if (input.Length < bare.Length + 2) return isCompleted ? throw Bad("The body has no boundary.") : false;
        switch (ReadMark(input, 2, isCompleted, out SequencePosition after))
        {
            case Mark.NeedMore: return false;
            case Mark.None: _state = State.Preamble; return true;
            case var mark: Pass(ref input, after, mark); return true;
        }
    }

    private bool TryReadHeaderBlock(ref ReadOnlySequence<byte> input, bool isCompleted, out MultipartHeaders? headers)
    {
        headers = null;
        var reader = new SequenceReader<byte>(input);
        if (reader.IsNext("\r\n"u8))
        {
            headers = MultipartHeaders.Parse([], _limits);
        }
        else
        {
            ReadOnlySequence<byte> within = input.Slice(0, Math.Min(input.Length, _limits.MaxHeaderLength));
            ReadOnlySpan<byte> bytes = within.IsSingleSegment ? within.FirstSpan : within.ToArray();
            int end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                if (input.Length >= _limits.MaxHeaderLength) throw Bad($"The headers of a part are longer than {_limits.MaxHeaderLength} bytes.");
                return isCompleted ? throw Early() : false;
            }

            headers = MultipartHeaders.Parse(bytes[..end], _limits);
            Take(ref input, input.GetPosition(end + 2));
        }

        _state = State.ContentStart;
        _length = 0;
        return true;
    }

    // Content up to the next delimiter, or as much as certainly holds none.
    private bool TryScan(ref ReadOnlySequence<byte> input, bool isCompleted, out ReadOnlySequence<byte> content)
    {
        content = default;
        if (input.IsEmpty) return isCompleted ? throw Early() : false;
        // What was taken may end with its piece, and leave an empty one at the front.
        SequencePosition next = input.Start, begin;
        do begin = next; while (input.TryGet(ref next, out ReadOnlyMemory<byte> piece) && piece.IsEmpty);
        input = input.Slice(begin);
        ReadOnlySpan<byte> first = input.FirstSpan;
        int keep = _delimiter.Length - 1;
        int at = first.IndexOf(_delimiter);
        if (at < 0 && first.Length > keep)
        {
            content = Take(ref input, input.GetPosition(first.Length - keep));
            return true;
        }

        if (at < 0)
        {
            int length = (int)Math.Min(input.Length, first.Length + keep);
            Span<byte> seam = stackalloc byte[2 * (MaxBoundaryLength + 4)];
            input.Slice(0, length).CopyTo(seam);
            at = seam[..length].IndexOf(_delimiter);
            if (at < 0)
            {
                if (length > keep)
                {
                    content = Take(ref input, input.GetPosition(length - keep));
                    return true;
                }

                return isCompleted ? throw Early() : false;
            }
        }

        if (at > 0)
        {
            content = Take(ref input, input.GetPosition(at));
            return true;
        }

        switch (ReadMark(input, 0, isCompleted, out SequencePosition after))
        {
            case Mark.NeedMore: return false;
            case Mark.None: content = Take(ref input, input.GetPosition(_delimiter.Length)); return true;
            case var mark: Pass(ref input, after, mark); return true;
        }
    }

    // Whether a delimiter, from its byte at skip on, stands at the beginning of the input, and what kind it is.
    private Mark ReadMark(in ReadOnlySequence<byte> input, int skip, bool isCompleted, out SequencePosition after)
    {
        after = default;
        var reader = new SequenceReader<byte>(input);
        if (!reader.IsNext(_delimiter.AsSpan(skip), advancePast: true)) return Mark.None;
        if (reader.Remaining < 2) return isCompleted ? throw Early() : Mark.NeedMore;
        if (reader.IsNext("--"u8, advancePast: true))
        {
            after = reader.Position;
            return Mark.Close;
        }

        // Spaces may pad the line (RFC 2046 §5.1.1).
        for (int padding = 0; padding < MaxPadding && reader.TryPeek(out byte next) && next is (byte)' ' or (byte)'\t'; padding++) reader.Advance(1);
        if (reader.Remaining < 2) return isCompleted ? throw Early() : Mark.NeedMore;
        if (!reader.IsNext("\r\n"u8, advancePast: true)) return Mark.None;
        after = reader.Position;
        return Mark.Next;
    }

    private void Pass(ref ReadOnlySequence<byte> input, SequencePosition after, Mark mark)
    {
        Take(ref input, after);
        _state = mark == Mark.Close ? State.Ended : State.Headers;
        if (mark == Mark.Next && ++_parts > _limits.MaxParts) throw Bad($"More than {_limits.MaxParts} parts.");
    }

    private ReadOnlySequence<byte> Take(ref ReadOnlySequence<byte> input, SequencePosition end)
    {
        ReadOnlySequence<byte> taken = input.Slice(0, end);
        input = input.Slice(end);
        _position += taken.Length;
        return taken;
    }

    private DicomDataException Early() => Bad("The multipart body ends before its closing boundary.");

    private DicomDataException Bad(string what) => new(what, offset: _position);
}
