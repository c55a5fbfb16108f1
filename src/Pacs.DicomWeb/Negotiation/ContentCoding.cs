using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ZstdSharp;

namespace Pacs.DicomWeb;

/// <summary>Compression of an answer as the client accepts it (RFC 9110 §8.4): zstd, gzip or br for documents; pictures and pixel data go as they are.</summary>
/// <param name="Name">Content-Encoding, or identity.</param>
internal readonly record struct ContentCoding(string Name)
{
    // Its window stays far below the 8 MiB that every client takes (RFC 9659 §3).
    private const int ZstdLevel = 1;

    public bool IsIdentity => Name == "identity";

    /// <summary>Best first where the client does not care: zstd is the fastest at this size of answer, br the slowest.</summary>
    private static readonly string[] Preferred = ["zstd", "gzip", "br"];

    /// <summary>The client's best.</summary>
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
                if (q <= 0 || Array.IndexOf(Preferred, name) is var rank && rank < 0) continue;
                if (q > quality || (q == quality && rank < Array.IndexOf(Preferred, best))) (best, quality) = (name, q);
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
        Stream coder = Name switch
        {
            "zstd" => new CompressionStream(inner, ZstdLevel, leaveOpen: true),
            "br" => new BrotliStream(inner, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true),
        };
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
