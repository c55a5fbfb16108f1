using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Reads a multipart body part by part, at bounded memory whatever its length (RFC 2046 §5.1, RFC 2387).</summary>
/// <remarks>For one reader at a time. The pipe is not completed.</remarks>
public sealed class MultipartReader
{
    private readonly PipeReader _input;
    private readonly MultipartParser _parser;
    private MultipartPart? _part;

    /// <summary>Makes a reader.</summary>
    /// <param name="input">The body, from its first byte on.</param>
    /// <param name="boundary">The boundary of its Content-Type, without quotation marks.</param>
    /// <param name="limits">What it may be at most.</param>
    /// <exception cref="DicomDataException">The boundary cannot be one.</exception>
    public MultipartReader(PipeReader input, string boundary, MultipartLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(boundary);
        _input = input;
        _parser = new MultipartParser(boundary, limits ?? MultipartLimits.Default);
    }

    /// <summary>The boundary that a Content-Type names; null when it is no multipart or has none.</summary>
    public static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type) && type.MediaType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true
            ? type.Parameters.FirstOrDefault(p => string.Equals(p.Name, "boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"')
            : null;

    /// <summary>Goes to the next part, past what was left of the one before.</summary>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>The part, valid until the next call; null after the last.</returns>
    /// <exception cref="DicomDataException">Malformed, ended early, or beyond a limit.</exception>
    public async ValueTask<MultipartPart?> ReadNextAsync(CancellationToken ct = default)
    {
        if (_part is { } before) await before.DrainAsync(ct).ConfigureAwait(false);
        _part = null;
        if (_parser.IsEnded) return null;
        while (true)
        {
            ReadResult result = await _input.ReadAsync(ct).ConfigureAwait(false);
            if (TryReadHeaders(in result, out MultipartHeaders? headers))
                return headers is null ? null : _part = new MultipartPart(headers, new PartStream(_input, _parser));
        }
    }

    private bool TryReadHeaders(in ReadResult result, out MultipartHeaders? headers)
    {
        ReadOnlySequence<byte> rest = result.Buffer;
        SequencePosition examined = rest.End;
        try
        {
            if (!_parser.TryReadHeaders(ref rest, result.IsCompleted, out headers)) return false;
            examined = rest.Start;
            return true;
        }
        finally
        {
            _input.AdvanceTo(rest.Start, examined);
        }
    }
}
