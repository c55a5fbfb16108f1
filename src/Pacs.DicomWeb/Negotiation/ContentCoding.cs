using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>Compression of an answer as the client accepts it (RFC 9110 §8.4): gzip or br for documents; pictures and pixel data go as they are.</summary>
/// <param name="Name">Content-Encoding, or identity.</param>
internal readonly record struct ContentCoding(string Name)
{
    public bool IsIdentity => Name == "identity";

    /// <summary>The client's best; gzip before br where it does not care, since it is the faster at the same size here.</summary>
    public static ContentCoding Choose(HttpRequest request)
    {
        string best = "identity";
        double quality = 0;
        foreach (string? header in request.Headers.AcceptEncoding)
        {
            foreach (string part in (header ?? string.Empty).Split(',', 16, StringSplitOptions.TrimEntries))
            {
                string[] pieces = part.Split(';', StringSplitOptions.TrimEntries);
                double q = pieces.Length > 1 && pieces[1].StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                    && double.TryParse(pieces[1].AsSpan(2), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out double stated) ? stated : 1;
                string name = pieces[0].ToLowerInvariant() is "*" ? "gzip" : pieces[0].ToLowerInvariant();
                if (name is not ("gzip" or "br") || q <= 0) continue;
                if (q > quality || (q == quality && name == "gzip")) (best, quality) = (name, q);
            }
        }

        return new ContentCoding(best);
    }

    /// <summary>Begins the body.</summary>
    public CodedBody Begin(HttpResponse response)
    {
        if (IsIdentity) return new CodedBody(response.BodyWriter, response.BodyWriter, null);
        response.Headers.ContentEncoding = Name;
        response.ContentLength = null;
        Stream inner = response.BodyWriter.AsStream(leaveOpen: true);
        Stream coder = Name == "br" ? new BrotliStream(inner, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true);
        return new CodedBody(PipeWriter.Create(coder, new StreamPipeWriterOptions(leaveOpen: true, minimumBufferSize: 64 * 1024)), response.BodyWriter, coder);
    }
}

/// <summary>A body that is compressed on its way, or not.</summary>
/// <param name="Output">Takes the plain bytes.</param>
/// <param name="Response">Where they go.</param>
/// <param name="Coder">Compresses; null when nothing does.</param>
internal sealed record CodedBody(PipeWriter Output, PipeWriter Response, Stream? Coder)
{
    public async ValueTask EndAsync(CancellationToken ct)
    {
        if (Coder is not null)
        {
            await Output.CompleteAsync().ConfigureAwait(false);
            await Coder.DisposeAsync().ConfigureAwait(false);
        }

        await Response.FlushAsync(ct).ConfigureAwait(false);
    }
}
