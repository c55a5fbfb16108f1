using System.Buffers;
using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Reads the data set of a query or retrieve message whole into memory.</summary>
internal static class IdentifierReader
{
    /// <summary>Deepest nesting: requested attributes of a worklist have some three levels.</summary>
    private const int MaxDepth = 64;

    /// <summary>Reads to the end and parses.</summary>
    /// <param name="body">The encoded data set.</param>
    /// <param name="transferSyntax">How it is encoded.</param>
    /// <param name="maxLength">Longest data set taken, in bytes.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>The data set, which owns its bytes.</returns>
    /// <exception cref="DicomDataException">Longer than allowed, unreadable, or cut off: half a key would match what nobody asked for.</exception>
    public static async ValueTask<DicomDataset> ReadAsync(PipeReader body, TransferSyntax transferSyntax, int maxLength, CancellationToken ct)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (true)
        {
            ReadResult result = await body.ReadAsync(ct).ConfigureAwait(false);
            if (bytes.WrittenCount + result.Buffer.Length > maxLength)
            {
                body.AdvanceTo(result.Buffer.End);
                throw new DicomDataException($"Identifier is longer than the {maxLength} bytes that are accepted.");
            }

            foreach (ReadOnlyMemory<byte> segment in result.Buffer) bytes.Write(segment.Span);
            body.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return DicomDataset.Parse(bytes.WrittenMemory, transferSyntax, new DicomReadOptions { RefuseTruncated = true, MaxDepth = MaxDepth, MaxInflatedLength = maxLength });
        }
    }
}
