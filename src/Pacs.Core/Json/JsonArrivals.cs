using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>Data sets out of a pipe, each as soon as its last byte is there.</summary>
internal sealed class JsonArrivals(PipeReader input, DicomJsonReadOptions options)
{
    private JsonReaderState _state = new(JsonDatasetReader.ReaderOptions(options));
    private bool _hasBegun, _isEnded;
    private long _offset;
    private long _retryAt;

    public async IAsyncEnumerable<DicomDataset> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            while (true)
            {
                ReadResult result = await input.ReadAsync(ct).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = result.Buffer;
                // A data set that is not whole is scanned again only when twice as much of it is there: linear in all.
                if (buffer.Length >= _retryAt || result.IsCompleted)
                {
                    _retryAt = 0;
                    while (TryTake(ref buffer, result.IsCompleted, out DicomDataset? dataset)) yield return dataset!;
                    if (buffer.Length > options.MaxLength) throw new DicomDataException($"A data set has more than {options.MaxLength} bytes of JSON.", null, _offset);
                    if (!_isEnded) _retryAt = Math.Min(2 * buffer.Length, options.MaxLength + 1L);
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                if (!result.IsCompleted) continue;
                if (!_isEnded) throw new DicomDataException("The JSON ends before its data sets do.", null, _offset + buffer.Length);
                break;
            }
        }
        finally
        {
            await input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes the next data set off the buffer; false when there is none, or not all of it.</summary>
    private bool TryTake(ref ReadOnlySequence<byte> buffer, bool isFinal, out DicomDataset? dataset)
    {
        dataset = null;
        SkipMark(ref buffer);
        var reader = new Utf8JsonReader(buffer, isFinal, _state);
        try
        {
            while (reader.Read())
            {
                if (_isEnded) throw new DicomDataException($"{reader.TokenType} follows the last data set.", null, _offset + reader.TokenStartIndex);
                bool isArray = reader.TokenType == JsonTokenType.StartArray && !_hasBegun;
                _isEnded = reader.TokenType == JsonTokenType.EndArray || reader.CurrentDepth == 0 && !isArray;
                _hasBegun = true;
                if (!isArray && reader.TokenType != JsonTokenType.EndArray)
                {
                    Utf8JsonReader whole = reader;
                    if (!whole.TrySkip())
                    {
                        _isEnded = false;
                        return false;
                    }

                    var read = new JsonDatasetReader(reader, options, _offset);
                    dataset = read.Read();
                    reader = read.Reader;
                }

                _state = reader.CurrentState;
                _offset += reader.BytesConsumed;
                buffer = buffer.Slice(reader.Position);
                if (dataset is not null) return true;
                reader = new Utf8JsonReader(buffer, isFinal, _state);
            }

            _state = reader.CurrentState;
            _offset += reader.BytesConsumed;
            buffer = buffer.Slice(reader.Position);
            return false;
        }
        catch (JsonException broken)
        {
            throw DicomJson.Broken(broken, _offset + reader.BytesConsumed);
        }
    }

    private void SkipMark(ref ReadOnlySequence<byte> buffer)
    {
        if (_hasBegun || _offset > 0 || buffer.Length < 3) return;
        Span<byte> start = stackalloc byte[3];
        buffer.Slice(0, 3).CopyTo(start);
        if (!start.SequenceEqual("\uFEFF"u8)) return;
        buffer = buffer.Slice(3);
        _offset = 3;
    }
}
