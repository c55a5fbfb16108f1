using System.Buffers;
using System.IO.Pipelines;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Data sets that are sent, and the one data set of an answer that reports, as JSON or XML.</summary>
internal static class DatasetBody
{
    /// <summary>Reads data sets.</summary>
    /// <param name="content">Read to its end, not completed.</param>
    /// <param name="type">JSON or XML, as the sender says.</param>
    /// <param name="maxLength">Most bytes.</param>
    /// <param name="maxDepth">Deepest nesting of sequences.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DicomWebException">Too long, or not to be read.</exception>
    public static async ValueTask<IReadOnlyList<DicomDataset>> ReadAsync(PipeReader content, MediaRange type, int maxLength, int maxDepth, CancellationToken ct)
    {
        ReadOnlyMemory<byte> text = await ReadAllAsync(content, maxLength, ct).ConfigureAwait(false);
        try
        {
            return type.Type.EndsWith("json", StringComparison.Ordinal)
                ? DicomJson.ParseAll(text.Span, new DicomJsonReadOptions { MaxDepth = maxDepth })
                : [DicomXml.Parse(new MemoryStream(text.ToArray()), new DicomXmlReadOptions { MaxDepth = maxDepth })];
        }
        catch (Exception invalid) when (invalid is DicomDataException or XmlException)
        {
            throw new DicomWebException(StatusCodes.Status400BadRequest, "The metadata cannot be read.", invalid);
        }
    }

    /// <summary>In which form a report is given. Whatever a client says it takes: after something was done it is told how it went.</summary>
    public static DocumentFormat ChooseAnswer(HttpRequest request)
    {
        foreach (MediaRange range in AcceptHeader.Of(request))
        {
            if (range.Type == MediaTypes.DicomXml) return new DocumentFormat(true, MediaTypes.DicomXml);
            if (range.Accepts(MediaTypes.DicomJson)) break;
        }

        return new DocumentFormat(false, MediaTypes.DicomJson);
    }

    /// <summary>Writes a report. As JSON it goes out with the end of the answer, and so after what has yet to be recorded of the request.</summary>
    public static async ValueTask WriteAsync(DicomWebContext context, DocumentFormat format, DicomDataset report)
    {
        PipeWriter output = context.Response.BodyWriter;
        context.Response.ContentType = format.ContentType;
        if (format.IsXml)
        {
            Stream stream = output.AsStream(leaveOpen: true);
            await using (stream.ConfigureAwait(false)) await DicomXml.WriteAsync(report, stream, ct: context.Aborted).ConfigureAwait(false);
        }
        else
        {
            DicomJson.Write(report, output);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(PipeReader content, int maxLength, CancellationToken ct)
    {
        var all = new ArrayBufferWriter<byte>();
        while (true)
        {
            ReadResult result = await content.ReadAsync(ct).ConfigureAwait(false);
            foreach (ReadOnlyMemory<byte> piece in result.Buffer) all.Write(piece.Span);
            content.AdvanceTo(result.Buffer.End);
            if (all.WrittenCount > maxLength) throw new DicomWebException(StatusCodes.Status413PayloadTooLarge, $"Metadata has at most {maxLength} bytes.");
            if (result.IsCompleted) return all.WrittenMemory;
        }
    }
}
