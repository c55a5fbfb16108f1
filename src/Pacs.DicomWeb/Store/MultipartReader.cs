using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>Reads a multipart body part by part (RFC 2046 §5.1), at bounded memory whatever its length.</summary>
internal sealed class MultipartReader
{
    private const int MaxBoundaryLength = 200;
    private const int MaxHeaderLength = 16 * 1024;
    private const int MaxPreambleLength = 64 * 1024;

    private readonly PipeReader _input;
    private readonly byte[] _delimiter; // with the line break before it
    private PartReader? _part;
    private bool _isBegun, _isEnded;

    /// <exception cref="DicomWebException">The boundary is missing, or none.</exception>
    public MultipartReader(PipeReader input, string? boundary)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundaryLength || boundary.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw Malformed("The Content-Type has no boundary, or one that cannot be.");
        _input = input;
        _delimiter = Encoding.ASCII.GetBytes($"\r\n--{boundary}");
    }

    public static DicomWebException Malformed(string reason) => new(StatusCodes.Status400BadRequest, reason);

    /// <summary>Goes to the next part, past what was left of the one before; null after the last.</summary>
    /// <exception cref="DicomWebException">The request is no multipart, or ends early.</exception>
    public async ValueTask<(PartHeaders Headers, PartReader Content)?> ReadNextAsync(CancellationToken ct)
    {
        if (_isEnded) return null;
        if (_part is not null) await _part.DrainAsync(ct).ConfigureAwait(false);
        await PassDelimiterAsync(ct).ConfigureAwait(false);
        if (_isEnded) return null;
        PartHeaders headers = await ReadHeadersAsync(ct).ConfigureAwait(false);
        _part = new PartReader(_input, _delimiter);
        return (headers, _part);
    }

    // Before the first delimiter there may be no line break; and a preamble that is to be ignored.
    private async ValueTask PassDelimiterAsync(CancellationToken ct)
    {
        while (true)
        {
            ReadResult result = await _input.ReadAsync(ct).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (TryPass(buffer, out SequencePosition consumed))
            {
                _input.AdvanceTo(consumed);
                return;
            }

            if (result.IsCompleted) throw Malformed(_isBegun ? "The request ends at a boundary." : "The body does not begin with its boundary.");
            if (buffer.Length > MaxPreambleLength) throw Malformed("The body does not begin with its boundary.");
            _input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private bool TryPass(in ReadOnlySequence<byte> buffer, out SequencePosition consumed)
    {
        consumed = default;
        long start;
        ReadOnlySpan<byte> delimiter = _delimiter;
        if (!_isBegun && StartsWith(buffer, delimiter[2..]))
        {
            start = delimiter.Length - 2;
        }
        else
        {
            long at = DelimiterSearch.IndexOf(buffer, delimiter);
            if (at < 0) return false;
            start = at + delimiter.Length;
        }

        var reader = new SequenceReader<byte>(buffer.Slice(start));
        if (reader.Remaining < 2) return false;
        if (reader.IsNext("--"u8, advancePast: true))
        {
            _isEnded = true;
            consumed = reader.Position;
            return true;
        }

        // Spaces may pad the line (RFC 2046 §5.1.1).
        while (reader.TryPeek(out byte next) && next is (byte)' ' or (byte)'\t') reader.Advance(1);
        if (reader.Remaining < 2) return false;
        if (!reader.IsNext("\r\n"u8, advancePast: true)) throw Malformed("A boundary is not followed by a line break.");
        consumed = reader.Position;
        _isBegun = true;
        return true;
    }

    private async ValueTask<PartHeaders> ReadHeadersAsync(CancellationToken ct)
    {
        while (true)
        {
            ReadResult result = await _input.ReadAsync(ct).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (TryReadHeaders(buffer, out PartHeaders? headers, out SequencePosition consumed))
            {
                _input.AdvanceTo(consumed);
                return headers!;
            }

            if (result.IsCompleted) throw Malformed("The request ends within the headers of a part.");
            if (buffer.Length > MaxHeaderLength) throw Malformed("The headers of a part are too long.");
            _input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryReadHeaders(in ReadOnlySequence<byte> buffer, out PartHeaders? headers, out SequencePosition consumed)
    {
        headers = null;
        consumed = default;
        if (StartsWith(buffer, "\r\n"u8))
        {
            headers = PartHeaders.Parse([]);
            consumed = buffer.GetPosition(2);
            return true;
        }

        ReadOnlySequence<byte> within = buffer.Slice(0, Math.Min(buffer.Length, MaxHeaderLength));
        long end = DelimiterSearch.IndexOf(within, "\r\n\r\n"u8);
        if (end < 0) return false;
        headers = PartHeaders.Parse(buffer.Slice(0, end).ToArray());
        consumed = buffer.GetPosition(end + 4);
        return true;
    }

    private static bool StartsWith(in ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> start)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.IsNext(start);
    }
}
