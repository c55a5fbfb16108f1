using System.IO.Pipelines;
using System.Text;
using Pacs.DicomWeb.Client;

namespace Pacs.Fuzz;

/// <summary>Multipart bodies: the parts are the same however the body is cut, and memory stays flat.</summary>
internal sealed class MultipartTarget : IFuzzTarget
{
    public string Name => "multipart";

    public IEnumerable<byte[]> Seeds(string corpus)
    {
        yield return "--b\r\nContent-Type: application/dicom\r\n\r\nabc\r\n--b\r\n\r\n\r\n--bX\r\n--b \t\r\nA: 1\r\n folded\r\nB: 2\r\n\r\n\r\n--b--\r\n"u8.ToArray();
        yield return "preamble\r\n--b\r\n\r\n--b\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n\0\r\n--\r\n--b-\r\n--b--"u8.ToArray();
        yield return Encoding.ASCII.GetBytes("--b\r\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"H{i}: {i}\r\n")) + "\r\n" + new string('\r', 300) + "\r\n--b--");
    }

    public long AllocationLimit(int length) => (4L << 20) + (40L * length);

    public void Run(byte[] input)
    {
        string? whole = Read(input, 64 * 1024), pieces = Read(input, 1 + (input.Length % 7));
        if (whole != pieces) throw new InvalidOperationException($"The parts depend on how the body is cut: {whole} | {pieces}");
    }

    private static string? Read(byte[] input, int piece)
    {
        using var stream = new MemoryStream(input, writable: false);
        var reader = new MultipartReader(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: piece, minimumReadSize: 1)), "b");
        var text = new StringBuilder();
        byte[] buffer = new byte[13];
        try
        {
            while (reader.ReadNextAsync().AsTask().GetAwaiter().GetResult() is { } part)
            {
                text.Append('[').Append(part.Headers.Count).Append(part.Headers.MediaType).Append(':');
                for (int read; (read = part.Content.Read(buffer, 0, buffer.Length)) > 0;) text.Append(Convert.ToHexString(buffer, 0, read));
                text.Append(']');
            }

            return text.ToString();
        }
        catch (Pacs.Core.DicomDataException)
        {
            return "refused";
        }
    }
}
