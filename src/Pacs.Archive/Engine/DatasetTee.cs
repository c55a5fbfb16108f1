using System.Buffers;
using System.IO.Hashing;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Sees each byte of a data set once on its way to the store: hash and header. Whether it ends where it should is left to <see cref="EndWatch"/>.</summary>
internal sealed class DatasetTee(TransferSyntax syntax, DicomReadOptions options) : IDisposable
{
    private readonly XxHash128 _hash = new();
    private readonly DicomHeaderReader _header = new(syntax, options);
    private EndWatch _end = new(syntax);

    public long Length { get; private set; }

    /// <exception cref="DicomDataException">The header cannot be read.</exception>
    public void Append(in ReadOnlySequence<byte> bytes)
    {
        foreach (ReadOnlyMemory<byte> piece in bytes)
        {
            ReadOnlySpan<byte> span = piece.Span;
            _hash.Append(span);
            if (!_header.IsComplete) _header.Append(span);
            _end.Append(span);
            Length += span.Length;
        }
    }

    /// <summary>The header, once all bytes were seen.</summary>
    /// <exception cref="DicomDataException">The data set is not readable, or ends inside an element.</exception>
    public DicomDataset Complete()
    {
        DicomDataset header = _header.Complete();
        if (_end.MissingBytes is > 0 and long missing) throw new DicomDataException($"The data set ends {missing} bytes before its last element does.", null, Length);
        return header;
    }

    public UInt128 Hash() => _hash.GetCurrentHashAsUInt128();

    public void Dispose() => _header.Dispose();
}
