using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A data set fed to the header reader in pieces: it finds what it finds in one piece, or fails the same way.</summary>
internal sealed class HeaderReaderTarget : IFuzzTarget
{
    private static readonly TransferSyntax[] Syntaxes =
        [TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian, TransferSyntax.DeflatedExplicitVRLittleEndian];

    private static readonly DicomReadOptions Options = new() { MaxDepth = 64, MaxHeaderLength = 1 << 20, DeferAbove = 256, MaxInflatedLength = 1 << 20 };

    public string Name => "header-reader";

    public IEnumerable<byte[]> Seeds(string corpus) => new DatasetTarget().Seeds(corpus);

    public long AllocationLimit(int length) => (8L << 20) + (64L * length);

    public void Run(byte[] input)
    {
        if (input.Length == 0) return;
        TransferSyntax syntax = Syntaxes[input[0] % Syntaxes.Length];
        string whole = Read(input.AsSpan(1), syntax, int.MaxValue, 0);
        string pieces = Read(input.AsSpan(1), syntax, 1 + (input.Length & 63), input[0]);
        if (whole != pieces) throw new InvalidOperationException($"In one piece: {whole}; in pieces: {pieces}");
    }

    private static string Read(ReadOnlySpan<byte> bytes, TransferSyntax syntax, int most, int seed)
    {
        uint random = (uint)seed + 1;
        using var reader = new DicomHeaderReader(syntax, Options);
        try
        {
            while (!bytes.IsEmpty)
            {
                random = random * 1664525 + 1013904223;
                int length = (int)Math.Min(most == int.MaxValue ? bytes.Length : 1 + (random >> 8) % (uint)most, bytes.Length);
                if (reader.Append(bytes[..length])) break;
                bytes = bytes[length..];
            }

            DicomDataset header = reader.Complete();
            var hash = default(HashCode);
            foreach (DicomElement element in header)
            {
                hash.Add(element.Tag);
                hash.Add(element.Length);
                if (element.Bulk is null) hash.AddBytes(element.GetBytes().Span);
            }

            foreach (ValidationFinding finding in header.Findings) hash.Add(finding.Offset * 31 + (int)finding.Kind);
            return $"{header.Count} elements to {reader.StoppedAt} at {reader.StoppedAtOffset}, {header.Findings.Count} findings, {hash.ToHashCode()}";
        }
        catch (DicomException)
        {
            return "refused";
        }
    }
}
