using System.Globalization;
using System.Net;
using Pacs.Core;
using Pacs.Hosting;

namespace Pacs.ServerHost;

/// <summary>The page at <c>/</c>: where everything is and what the archive holds, in numbers. No patient data.</summary>
internal static class StatusPage
{
    public static async Task<IResult> RenderAsync(PacsService pacs, HostOptions options, CancellationToken ct)
    {
        if (pacs.Archive is not { } archive || pacs.Server is not { } server) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        long studies = 0, instances = 0;
        await foreach (DicomDataset study in archive.FindAsync(DicomQuery.Studies().Return(DicomTag.NumberOfStudyRelatedInstances), ct))
        {
            studies++;
            instances += study.GetInt32(DicomTag.NumberOfStudyRelatedInstances) ?? 0;
        }

        string html = $$"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{{Text(options.AeTitle)}} · Pacs</title>
            <meta name="viewport" content="width=device-width">
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color: #1c2430; background: #f7f8fa; }
              h1 { font-size: 1.4rem; } dl { display: grid; grid-template-columns: 9rem 1fr; gap: .4rem 1rem; background: #fff; padding: 1.2rem; border-radius: .5rem; border: 1px solid #dfe3e8; }
              dt { color: #5a6675; } dd { margin: 0; font-variant-numeric: tabular-nums; } code { background: #eef1f4; padding: .1rem .3rem; border-radius: .2rem; }
            </style></head>
            <body>
            <h1>{{Text(options.AeTitle)}}</h1>
            <dl>
              <dt>DICOM</dt><dd><code>{{Text(options.AeTitle)}}@{{Text(server.EndPoint.ToString())}}</code></dd>
              <dt>Studies</dt><dd>{{Number(studies)}}</dd>
              <dt>Instances</dt><dd>{{Number(instances)}}</dd>
              <dt>Associations now</dt><dd>{{Number(server.ActiveAssociations)}}</dd>
              <dt>Peers</dt><dd>{{(options.Peers.Count == 0 ? "none" : Text(string.Join(", ", options.Peers)))}}</dd>
            </dl>
            </body></html>
            """;
        return Results.Content(html, "text/html; charset=utf-8");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
