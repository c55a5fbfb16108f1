using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pacs.Fuzz;

/// <summary>Query strings and Accept headers of DICOMweb requests: the first line is the query, the second the header.</summary>
internal sealed class WebQueryTarget : IFuzzTarget
{
    private static readonly string[] Patterns =
    [
        "/d/studies", "/d/series", "/d/instances", "/d/studies/{study}/series/{series}/instances/{instance}/rendered",
        "/d/studies/{study}/series/{series}/renderedmpr", "/d/wado", "/d/studies/{study}/series/{series}/instances/{instance}/bulkdata/{**path}",
    ];

    private static readonly string[] Requests =
    [
        "?PatientName=DOE*&StudyDate=20200101-20201231&limit=10&offset=3&includefield=all\nmultipart/related; type=\"application/dicom+xml\";q=0.5, */*",
        "?00400275.00400009=7&fuzzymatching=true&emptyvaluematching=true&multiplevaluematching=true&orderby=-StudyDate,PatientName\napplication/dicom+json",
        "?window=40,400,linear&viewport=1,2,3,4,-5,6&quality=50&annotation=patient,technique&iccprofile=no\nimage/png",
        "?viewpointposition=1,2,3&viewpointlookat=4,5,6&viewpointup=0,0,1&mprslab=5&renderingmethod=average_ip&viewport=64,64\nimage/jpeg",
        "?requestType=WADO&studyUID=1.2&seriesUID=1.3&objectUID=1.4&contentType=image/jpeg&region=0,0,1,1&frameNumber=2\n*/*",
    ];

    private readonly Lazy<WebRequests> _web = new(() => new WebRequests());

    public string Name => "web-query";

    public IEnumerable<byte[]> Seeds(string corpus)
    {
        // The server is made once, which takes more memory than a request may.
        Run("?\n*/*"u8.ToArray());
        return Requests.Select(Encoding.UTF8.GetBytes);
    }

    public long AllocationLimit(int length) => (4L << 20) + (1000L * length);

    public void Run(byte[] input)
    {
        string[] lines = Encoding.Latin1.GetString(input).Split('\n', 2);
        string query = new([.. lines[0].Where(c => c is > ' ' and < '\x7F')]);
        foreach (string pattern in Patterns)
        {
            _web.Value.Send("GET", pattern, request =>
            {
                request.QueryString = new QueryString(query.StartsWith('?') ? query : "?" + query);
                if (lines.Length > 1) request.Headers.Accept = lines[1];
                request.RouteValues["study"] = request.RouteValues["series"] = request.RouteValues["instance"] = "1.2.3";
                request.RouteValues["path"] = query.TrimStart('?');
            });
        }
    }
}
