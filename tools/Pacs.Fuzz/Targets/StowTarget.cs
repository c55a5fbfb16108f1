using System.Text;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Bodies of STOW-RS requests: multiparts of files, and of metadata with bulk data. The first byte says which Content-Type they come under.</summary>
internal sealed class StowTarget : IFuzzTarget
{
    private const string Boundary = "b";

    private static readonly string[] Types =
    [
        $"multipart/related; type=\"application/dicom\"; boundary={Boundary}", $"multipart/related; type=\"application/dicom+json\"; boundary={Boundary}",
        $"multipart/related; type=\"application/dicom+xml\"; boundary={Boundary}", "application/dicom",
    ];

    private readonly Lazy<WebRequests> _web = new(() => new WebRequests());

    public string Name => "stow";

    public IEnumerable<byte[]> Seeds(string corpus)
    {
        byte[][] files = [.. SeedFiles.All(corpus, "native", "malformed", "structure").Where(f => f.Length < 16 * 1024).Take(40)];
        foreach (byte[] file in files) yield return Multipart(0, ("application/dicom", null, file), ("application/dicom", null, file));
        foreach (byte[] file in files.Take(5)) yield return [3, .. file];
        foreach (DicomDataset dataset in ModelSeeds.Datasets(corpus).Take(40))
        {
            byte[] json = Encoding.UTF8.GetBytes(DicomJson.ToText(dataset, new DicomJsonOptions { InlineLimit = 8, BulkDataUri = _ => "u" }));
            yield return Multipart(1, ("application/dicom+json", null, json), ("application/octet-stream", "u", new byte[64]));
            yield return Multipart(2, ("application/dicom+xml", null, Encoding.UTF8.GetBytes(DicomXml.ToText(dataset))));
        }
    }

    public long AllocationLimit(int length) => (8L << 20) + (400L * length);

    public void Run(byte[] input)
    {
        if (input.Length == 0) return;
        _web.Value.Send("POST", "/d/studies", request =>
        {
            request.ContentType = Types[input[0] % Types.Length];
            request.Body = new MemoryStream(input, 1, input.Length - 1);
        });
    }

    private static byte[] Multipart(byte type, params (string Type, string? Location, byte[] Content)[] parts)
    {
        using var body = new MemoryStream();
        body.WriteByte(type);
        foreach ((string partType, string? location, byte[] content) in parts)
        {
            body.Write(Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: {partType}\r\n{(location is null ? "" : $"Content-Location: {location}\r\n")}\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"));
        return body.ToArray();
    }
}
