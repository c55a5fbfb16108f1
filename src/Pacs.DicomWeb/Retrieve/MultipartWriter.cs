using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>Writes a multipart/related body (RFC 2387). Lengths can be told beforehand, so that an answer can state its own.</summary>
internal sealed class MultipartWriter
{
    private readonly PipeWriter _output;
    private readonly byte[] _delimiter;
    private bool _isFirst = true;

    public MultipartWriter(PipeWriter output, string boundary)
    {
        _output = output;
        Boundary = boundary;
        _delimiter = Encoding.ASCII.GetBytes($"\r\n--{boundary}");
    }

    /// <summary>Begins an answer of parts of one type.</summary>
    public static MultipartWriter Begin(HttpResponse response, string partType, string? transferSyntax = null)
    {
        var type = new MultipartType(partType, transferSyntax);
        response.ContentType = type.ContentType;
        return new MultipartWriter(response.BodyWriter, type.Boundary);
    }

    public string Boundary { get; }

    /// <summary>Bytes that a part adds besides its content.</summary>
    public int OverheadOf(string headers, bool isFirst) => _delimiter.Length - (isFirst ? 2 : 0) + 2 + Encoding.UTF8.GetByteCount(headers) + 2;

    /// <summary>Bytes of the end.</summary>
    public int EndLength => _delimiter.Length + 4;

    /// <summary>Begins a part.</summary>
    /// <param name="headers">Header lines, each with its line break.</param>
    public void BeginPart(string headers)
    {
        Write(_isFirst ? _delimiter.AsSpan(2) : _delimiter);
        _isFirst = false;
        Write("\r\n"u8);
        int length = Encoding.UTF8.GetBytes(headers, _output.GetSpan(Encoding.UTF8.GetMaxByteCount(headers.Length)));
        _output.Advance(length);
        Write("\r\n"u8);
    }

    public void End()
    {
        Write(_isFirst ? _delimiter.AsSpan(2) : _delimiter);
        Write("--\r\n"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }
}

/// <summary>The Content-Type of a multipart, with a boundary of its own.</summary>
/// <param name="PartType">Of the parts.</param>
/// <param name="TransferSyntax">Of all parts; null to leave it to each.</param>
internal sealed record MultipartType(string PartType, string? TransferSyntax = null)
{
    public string Boundary { get; } = $"pacs-{Guid.NewGuid():N}";

    public string ContentType => $"multipart/related; type=\"{PartType}\"{(TransferSyntax is null ? string.Empty : $"; transfer-syntax={TransferSyntax}")}; boundary={Boundary}";
}
