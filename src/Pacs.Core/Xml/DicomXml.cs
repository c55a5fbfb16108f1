using System.Buffers;
using System.Text;
using System.Xml;

namespace Pacs.Core;

/// <summary>Data sets as Native DICOM Model XML (PS3.19 Annex A, media type <c>application/dicom+xml</c>), written and read.</summary>
/// <remarks>
/// Specific Character Set (0008,0005) is kept: it tells how the source was encoded, the document is UTF-8. Group lengths are left out. Private elements
/// carry their creator, and their block is left out; reading finds or reserves one. What XML 1.0 cannot hold (form feed, escape) becomes U+FFFD.
/// </remarks>
public static class DicomXml
{
    private const int FlushAbove = 64 * 1024;

    /// <summary>Writes a data set as an element <c>NativeDicomModel</c>.</summary>
    /// <param name="dataset">The data set. Values left in its file are read from there.</param>
    /// <param name="writer">Where an element may come. For CR to survive it must entitize new lines (<see cref="NewLineHandling.Entitize"/>).</param>
    /// <param name="options">Choices.</param>
    /// <exception cref="DicomDataException">Items that cannot be read, or nested too deep.</exception>
    /// <exception cref="InvalidOperationException">A value was passed over when the header was read, and the policy has no URI for it.</exception>
    public static void Write(DicomDataset dataset, XmlWriter writer, DicomXmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(writer);
        options ??= DicomXmlOptions.Default;
        Begin(writer);
        new DatasetWalker<XmlSink>(new XmlSink(writer, options), dataset.ReadOptions, options.MaxDepth).Walk(dataset);
        writer.WriteEndElement();
    }

    /// <summary>Writes a data set as an XML document to a stream, which stays open. Large values go through in pieces.</summary>
    /// <param name="dataset">The data set. Values left in its file are read from there.</param>
    /// <param name="stream">Takes the UTF-8 text.</param>
    /// <param name="options">Choices.</param>
    /// <param name="ct">Cancels writing.</param>
    /// <exception cref="DicomDataException">Items that cannot be read, or nested too deep.</exception>
    /// <exception cref="InvalidOperationException">A value was passed over when the header was read, and the policy has no URI for it.</exception>
    public static async ValueTask WriteAsync(DicomDataset dataset, Stream stream, DicomXmlOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= DicomXmlOptions.Default;
        using var buffer = new MemoryStream();
        using var writer = XmlWriter.Create(buffer, WriterSettings(options));
        var sink = new XmlSink(writer, options);
        var walker = new DatasetWalker<XmlSink>(sink, dataset.ReadOptions, options.MaxDepth);
        writer.WriteStartDocument();
        Begin(writer);
        for (int i = 0; i < dataset.Count; i++)
        {
            ElementSlot slot = dataset.SlotAt(i);
            if (slot.Value is BulkValue { Uri: null, Length: > 0 } bulk) await WriteBulkAsync(dataset, slot, bulk).ConfigureAwait(false);
            else walker.Walk(dataset, i, depth: 0);
            await PassOnAsync(FlushAbove).ConfigureAwait(false);
        }

        writer.WriteEndElement();
        writer.WriteEndDocument();
        writer.Flush();
        await PassOnAsync(0).ConfigureAwait(false);

        async ValueTask PassOnAsync(int above)
        {
            if (buffer.Length <= above) return;
            await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct).ConfigureAwait(false);
            buffer.SetLength(0);
        }

        async ValueTask WriteBulkAsync(DicomDataset owner, ElementSlot slot, BulkValue bulk)
        {
            if (!sink.BeginInline(slot.Tag, slot.VR, bulk.Length)) return;
            int wordSize = slot.IsFromSource && owner.Encoding.IsBigEndian && !slot.IsUndefinedLength ? slot.VR.WordSize() : 1;
            byte[] chunk = ArrayPool<byte>.Shared.Rent(BulkChunks.Length);
            try
            {
                for (long position = 0; position < bulk.Length;)
                {
                    int read = await bulk.ReadAsync(position, chunk.AsMemory(0, BulkChunks.Length), ct).ConfigureAwait(false);
                    if (read == 0) throw new DicomDataException($"The value ends after {position} of {bulk.Length} bytes.", slot.Tag, bulk.Offset + position);
                    ByteOrder.Swap(chunk.AsSpan(0, read), wordSize);
                    position += read;
                    writer.WriteBase64(chunk, 0, read);
                    await PassOnAsync(FlushAbove).ConfigureAwait(false);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(chunk);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }
    }

    /// <summary>The XML document of a data set as text.</summary>
    /// <param name="dataset">The data set. Values left in its file are read from there.</param>
    /// <param name="options">Choices.</param>
    /// <exception cref="DicomDataException">Items that cannot be read, or nested too deep.</exception>
    /// <exception cref="InvalidOperationException">A value was passed over when the header was read, and the policy has no URI for it.</exception>
    public static string ToText(DicomDataset dataset, DicomXmlOptions? options = null)
    {
        options ??= DicomXmlOptions.Default;
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, WriterSettings(options)))
        {
            writer.WriteStartDocument();
            Write(dataset, writer, options);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads a document with one <c>NativeDicomModel</c>.</summary>
    /// <param name="stream">The document, in any encoding that it declares. Read to its end; stays open.</param>
    /// <param name="options">Limits.</param>
    /// <returns>What was tolerated is in <see cref="DicomDataset.Findings"/>; an offset there is a line number.</returns>
    /// <exception cref="DicomDataException">No XML, no Native DICOM Model, or beyond a limit. The offset is a line number.</exception>
    public static DicomDataset Parse(Stream stream, DicomXmlReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= DicomXmlReadOptions.Default;
        return Parse(settings => XmlReader.Create(stream, settings), options);
    }

    /// <inheritdoc cref="Parse(Stream, DicomXmlReadOptions?)"/>
    /// <param name="text">The document.</param>
    /// <param name="options">Limits.</param>
    public static DicomDataset Parse(string text, DicomXmlReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(settings => XmlReader.Create(new StringReader(text), settings), options ?? DicomXmlReadOptions.Default);
    }

    /// <summary>Reads the <c>NativeDicomModel</c> that the reader stands at or comes to next, and leaves it after its end.</summary>
    /// <inheritdoc cref="Parse(Stream, DicomXmlReadOptions?)"/>
    /// <param name="reader">Its own settings decide on DTDs and entities, which are dangerous from strangers.</param>
    /// <param name="options">Limits.</param>
    public static DicomDataset Read(XmlReader reader, DicomXmlReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            return new XmlDatasetReader(reader, options ?? DicomXmlReadOptions.Default).Read();
        }
        catch (Exception broken) when (broken is XmlException or FormatException or ArgumentException)
        {
            throw new DicomDataException($"This is no XML: {broken.Message}", null, (reader as IXmlLineInfo)?.LineNumber, broken);
        }
    }

    private static DicomDataset Parse(Func<XmlReaderSettings, XmlReader> open, DicomXmlReadOptions options)
    {
        // No DTD: no entities to expand, nothing to fetch.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = options.MaxLength, IgnoreComments = true, IgnoreProcessingInstructions = true };
        try
        {
            using XmlReader reader = open(settings);
            DicomDataset dataset = Read(reader, options);
            while (reader.Read())
            {
                // To its end, so that what follows the model is XML too.
            }

            return dataset;
        }
        catch (Exception broken) when (broken is XmlException or ArgumentException)
        {
            throw new DicomDataException($"This is no XML: {broken.Message}", null, (broken as XmlException)?.LineNumber, broken);
        }
    }

    private static void Begin(XmlWriter writer)
    {
        writer.WriteStartElement(XmlNames.Root, XmlNames.Namespace);
        writer.WriteAttributeString("xml", "space", null, "preserve");
    }

    private static XmlWriterSettings WriterSettings(DicomXmlOptions options) => new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = options.IsIndented,
        NewLineHandling = NewLineHandling.Entitize, // a bare CR would be read as LF
        NewLineChars = "\n",
        CloseOutput = false,
    };
}
