using System.Net;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>QIDO-RS (PS3.18 §10.6): asks page after page where the server has a limit of its own.</summary>
internal static class WebSearch
{
    public static async IAsyncEnumerable<DicomDataset> FindAsync(DicomWebTransport transport, DicomQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        int done = 0;
        DicomUid? firstBefore = null;
        while (query.Limit is not { } limit || done < limit)
        {
            HttpResponseMessage response = await transport.GetAsync(
                transport.At(SearchUrl.Of(query, query.Offset + done, query.Limit - done)), "application/dicom+json", ct).ConfigureAwait(false);
            bool isCut = HasMore(response);
            BodyStream body = await BodyStream.OpenAsync(transport, response, progress: null, ct).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                if (response.StatusCode == HttpStatusCode.NoContent) yield break;
                int count = 0;
                await foreach (DicomDataset match in DicomJson.ReadAllAsync(body, transport.Options.Json, ct).ConfigureAwait(false))
                {
                    if (count++ == 0)
                    {
                        DicomUid? first = match.GetUid(Unique(query.Level));
                        // A server that knows no offset gives the first page again and again.
                        if (first is not null && first == firstBefore) yield break;
                        firstBefore = first;
                    }

                    yield return match;
                    if (++done >= query.Limit) yield break;
                }

                if (count == 0 || !isCut) yield break;
            }
        }
    }

    // PS3.18 §8.3.4.4: warning 299 tells of additional results; and of other things.
    private static bool HasMore(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Warning", out IEnumerable<string>? warnings) && warnings.Any(w => w.StartsWith("299", StringComparison.Ordinal) && (w.Contains("additional", StringComparison.OrdinalIgnoreCase) || w.Contains("more", StringComparison.OrdinalIgnoreCase)));

    private static DicomTag Unique(QueryLevel level) => level switch
    {
        QueryLevel.Study => DicomTag.StudyInstanceUID,
        QueryLevel.Series => DicomTag.SeriesInstanceUID,
        _ => DicomTag.SOPInstanceUID,
    };
}
