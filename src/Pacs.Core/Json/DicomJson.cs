using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>Data sets as DICOM JSON (PS3.18 Annex F, media type <c>application/dicom+json</c>), written and read.</summary>
/// <remarks>
/// JSON is UTF-8, whatever Specific Character Set (0008,0005) says: that element is kept, since it tells how the source was encoded (PS3.18 §F.2.2).
/// Group lengths are left out. Sequences that nobody has opened are written straight from their bytes.
/// </remarks>
public static class DicomJson
{
    private const int FlushAbove = 64 * 1024;

    /// <summary>Writes a data set as one JSON object.</summary>
    /// <param name="dataset">The data set. Values left in its file are read from there.</param>
    /// <param name="writer">Where a JSON value may come; its own options decide on depth, escapes and indentation.</param>
    /// <param name="options">Choices.</param>
    /// <exception cref="DicomDataException">Items that cannot be read, nested too deep, or a number that JSON has no form for.</exception>
    /// <exception cref="InvalidOperationException">A value was passed over when the header was read, and the policy has no URI for it.</exception>
    public static void Write(DicomDataset dataset, Utf8JsonWriter writer, DicomJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(writer);
        options ??= DicomJsonOptions.Default;
        writer.WriteStartObject();
        new DatasetWalker<JsonSink>(new JsonSink(writer, options), dataset.ReadOptions, options.MaxDepth).Walk(dataset);
        writer.WriteEndObject();
    }

    /// <inheritdoc cref="Write(DicomDataset, Utf8JsonWriter, DicomJsonOptions?)"/>
    /// <param name="dataset">The data set. Values left in its file are read from there.</param>
    /// <param name="output">Takes the UTF-8 text.</param>
    /// <param name="options">Choices.</param>
    public static void Write(DicomDataset dataset, IBufferWriter<byte> output, DicomJsonOptions? options = null)
    {
        options ??= DicomJsonOptions.Default;
        using var writer = new Utf8JsonWriter(output, WriterOptions(options));
        Write(dataset, writer, options);
    }

    /// <summary>The JSON of a data set as text.</summary>
    /// <inheritdoc cref="Write(DicomDataset, Utf8JsonWriter, DicomJsonOptions?)"/>
    public static string ToText(DicomDataset dataset, DicomJsonOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        Write(dataset, output, options);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Writes a data set as one JSON object to a stream, which stays open. Large values go through in pieces.</summary>
    /// <inheritdoc cref="Write(DicomDataset, Utf8JsonWriter, DicomJsonOptions?)"/>
    /// <param name="dataset">The data set. Values left in its file are read from there.</param>
    /// <param name="stream">Takes the UTF-8 text.</param>
    /// <param name="options">Choices.</param>
    /// <param name="ct">Cancels writing.</param>
    public static async ValueTask WriteAsync(DicomDataset dataset, Stream stream, DicomJsonOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= DicomJsonOptions.Default;
        var writer = new Utf8JsonWriter(stream, WriterOptions(options));
        await using (writer.ConfigureAwait(false))
        {
            await WriteAsync(dataset, writer, options, ct).ConfigureAwait(false);
            await writer.FlushAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Writes data sets as one JSON array to a stream, which stays open, each as soon as it is there: the answer to a QIDO-RS or metadata request.</summary>
    /// <param name="datasets">The data sets.</param>
    /// <param name="stream">Takes the UTF-8 text.</param>
    /// <param name="options">Choices.</param>
    /// <param name="ct">Cancels writing.</param>
    /// <exception cref="DicomDataException">Items that cannot be read, nested too deep, or a number that JSON has no form for.</exception>
    /// <exception cref="InvalidOperationException">A value was passed over when the header was read, and the policy has no URI for it.</exception>
    public static async ValueTask WriteAllAsync(IAsyncEnumerable<DicomDataset> datasets, Stream stream, DicomJsonOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= DicomJsonOptions.Default;
        var writer = new Utf8JsonWriter(stream, WriterOptions(options));
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartArray();
            await foreach (DicomDataset dataset in datasets.WithCancellation(ct).ConfigureAwait(false)) await WriteAsync(dataset, writer, options, ct).ConfigureAwait(false);
            writer.WriteEndArray();
            await writer.FlushAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the data sets of a text: one object, or an array of them.</summary>
    /// <param name="utf8">The whole text. Not kept.</param>
    /// <param name="options">Limits.</param>
    /// <returns>What was tolerated is in <see cref="DicomDataset.Findings"/> of each, with offsets into the text.</returns>
    /// <exception cref="DicomDataException">No JSON, no objects of attributes, or nested too deep.</exception>
    public static IReadOnlyList<DicomDataset> ParseAll(ReadOnlySpan<byte> utf8, DicomJsonReadOptions? options = null)
    {
        options ??= DicomJsonReadOptions.Default;
        var reader = new Utf8JsonReader(WithoutMark(utf8, out int mark), JsonDatasetReader.ReaderOptions(options));
        try
        {
            List<DicomDataset> datasets = [];
            reader.Read();
            bool isArray = reader.TokenType == JsonTokenType.StartArray;
            if (isArray) reader.Read();
            while (reader.TokenType != JsonTokenType.EndArray)
            {
                var dataset = new JsonDatasetReader(reader, options, mark);
                datasets.Add(dataset.Read());
                reader = dataset.Reader;
                if (!isArray) break;
                reader.Read();
            }

            if (reader.Read()) throw new DicomDataException($"{reader.TokenType} follows the last data set.", null, reader.TokenStartIndex);
            return datasets;
        }
        catch (JsonException broken)
        {
            throw Broken(broken, reader.BytesConsumed);
        }
    }

    /// <summary>Reads the only data set of a text: an object, or an array with one.</summary>
    /// <inheritdoc cref="ParseAll"/>
    /// <exception cref="DicomDataException">No JSON, no object of attributes, nested too deep; or there is not exactly one.</exception>
    public static DicomDataset Parse(ReadOnlySpan<byte> utf8, DicomJsonReadOptions? options = null) =>
        ParseAll(utf8, options) is [var only] ? only : throw new DicomDataException("The JSON holds more or fewer data sets than one.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, DicomJsonReadOptions?)"/>
    public static DicomDataset Parse(string text, DicomJsonReadOptions? options = null) => Parse(Encoding.UTF8.GetBytes(text), options);

    /// <summary>Reads data sets as they arrive: one object, or an array of them. Only the one that is being read is held in memory.</summary>
    /// <param name="stream">UTF-8 text. Read to its end; stays open.</param>
    /// <param name="options">Limits.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="DicomDataException">No JSON, no objects of attributes, nested too deep, or longer than <see cref="DicomJsonReadOptions.MaxLength"/>.</exception>
    public static IAsyncEnumerable<DicomDataset> ReadAllAsync(Stream stream, DicomJsonReadOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadAllAsync(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)), options, ct);
    }

    /// <inheritdoc cref="ReadAllAsync(Stream, DicomJsonReadOptions?, CancellationToken)"/>
    /// <param name="input">UTF-8 text. Completed at its end.</param>
    /// <param name="options">Limits.</param>
    /// <param name="ct">Cancels reading.</param>
    public static IAsyncEnumerable<DicomDataset> ReadAllAsync(PipeReader input, DicomJsonReadOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new JsonArrivals(input, options ?? DicomJsonReadOptions.Default).ReadAsync(ct);
    }

    internal static DicomDataException Broken(JsonException broken, long offset) => new($"This is no JSON: {broken.Message}", null, offset, broken);

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8, out int length)
    {
        length = utf8.StartsWith("\uFEFF"u8) ? 3 : 0;
        return utf8[length..];
    }

    private static async ValueTask WriteAsync(DicomDataset dataset, Utf8JsonWriter writer, DicomJsonOptions options, CancellationToken ct)
    {
        var sink = new JsonSink(writer, options);
        var walker = new DatasetWalker<JsonSink>(sink, dataset.ReadOptions, options.MaxDepth);
        writer.WriteStartObject();
        for (int i = 0; i < dataset.Count; i++)
        {
            ElementSlot slot = dataset.SlotAt(i);
            if (slot.Value is BulkValue { Uri: null, Length: > 0 } bulk) await WriteBulkAsync(dataset, slot, bulk, sink, writer, ct).ConfigureAwait(false);
            else walker.Walk(dataset, i, depth: 0);
            if (writer.BytesPending > FlushAbove) await writer.FlushAsync(ct).ConfigureAwait(false);
        }

        writer.WriteEndObject();
    }

    private static async ValueTask WriteBulkAsync(DicomDataset dataset, ElementSlot slot, BulkValue bulk, JsonSink sink, Utf8JsonWriter writer, CancellationToken ct)
    {
        if (!sink.BeginInline(slot.Tag, slot.VR, bulk.Length)) return;
        int wordSize = slot.IsFromSource && dataset.Encoding.IsBigEndian && !slot.IsUndefinedLength ? slot.VR.WordSize() : 1;
        byte[] chunk = ArrayPool<byte>.Shared.Rent(BulkChunks.Length);
        try
        {
            for (long position = 0; position < bulk.Length;)
            {
                int read = await bulk.ReadAsync(position, chunk.AsMemory(0, BulkChunks.Length), ct).ConfigureAwait(false);
                if (read == 0) throw new DicomDataException($"The value ends after {position} of {bulk.Length} bytes.", slot.Tag, bulk.Offset + position);
                ByteOrder.Swap(chunk.AsSpan(0, read), wordSize);
                position += read;
                writer.WriteBase64StringSegment(chunk.AsSpan(0, read), position >= bulk.Length);
                if (writer.BytesPending > FlushAbove) await writer.FlushAsync(ct).ConfigureAwait(false);
            }

            writer.WriteEndObject();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Three levels of JSON for each of DICOM; characters as they are, since JSON is not HTML.</summary>
    private static JsonWriterOptions WriterOptions(DicomJsonOptions options) => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = options.IsIndented,
        MaxDepth = 4 * options.MaxDepth + 8,
        SkipValidation = true,
    };
}
