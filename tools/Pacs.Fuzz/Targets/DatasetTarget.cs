using System.Buffers;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A bare data set in each native encoding (the first byte chooses): every value touched, sequences opened, validated, written back in the same and another encoding.</summary>
internal sealed class DatasetTarget : IFuzzTarget
{
    private static readonly TransferSyntax[] Syntaxes = [TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian];
    private static readonly DicomReadOptions Options = new() { MaxDepth = 64 };
    private static readonly DicomWriteOptions Explicit = new() { SequenceLengths = LengthEncoding.Explicit, ItemLengths = LengthEncoding.Explicit, GroupLengths = GroupLengthEncoding.Write, TextFallback = EncodingFallback.Replace };

    public string Name => "dataset";

    public IEnumerable<byte[]> Seeds(string corpus)
    {
        foreach (byte[] bytes in SeedFiles.All(corpus, "special", "structure", "charset", "documents", "dicomdir"))
        {
            byte[]? seed = Seed(bytes);
            if (seed is { Length: < 2048 }) yield return seed;
        }
    }

    public long AllocationLimit(int length) => (4L << 20) + (512L * length);

    public void Run(byte[] input)
    {
        if (input.Length == 0) return;
        TransferSyntax syntax = Syntaxes[input[0] % Syntaxes.Length];
        DicomDataset dataset = DicomDataset.Parse(input.AsMemory(1), syntax, Options);
        var output = new ArrayBufferWriter<byte>(input.Length + 16);
        dataset.WriteTo(output, syntax);
        if (!output.WrittenSpan.SequenceEqual(input.AsSpan(1))) throw new InvalidOperationException("Written otherwise than read.");
        Touch(dataset, 0);
        _ = DicomValidator.ValidateInstance(dataset);
        Rewrite(dataset, syntax);
        Rewrite(dataset, Syntaxes[(input[0] + 1) % Syntaxes.Length]);
    }

    private static void Rewrite(DicomDataset dataset, TransferSyntax syntax)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        dataset.WriteTo(output, syntax, Explicit);
        try
        {
            _ = DicomDataset.Parse(output.WrittenMemory, syntax, Options with { RefuseTruncated = true });
        }
        catch (DicomException unreadable)
        {
            throw new InvalidOperationException($"What was written as {syntax} cannot be read.", unreadable);
        }
    }

    private static void Touch(DicomDataset dataset, int depth)
    {
        foreach (DicomElement element in dataset)
        {
            _ = element.GetString();
            _ = element.GetStrings();
            _ = element.GetBytes();
            _ = element.GetInt64();
            _ = element.GetNumbers<double>();
            _ = element.Entry;
            _ = dataset.GetDateTime(element.Tag);
            if (element.GetSequence() is not { } sequence || depth > 64) continue;
            foreach (DicomDataset item in sequence) Touch(item, depth + 1);
        }
    }

    private static byte[]? Seed(byte[] bytes)
    {
        try
        {
            using DicomFile file = DicomFile.Parse(bytes);
            int syntax = Array.FindIndex(Syntaxes, candidate => candidate.HasSameElementEncoding(file.TransferSyntax));
            return file.TransferSyntax.IsDeflated || syntax < 0 ? null : [(byte)syntax, .. bytes.AsSpan((int)file.DatasetOffset)];
        }
        catch (DicomException)
        {
            return null;
        }
    }
}
