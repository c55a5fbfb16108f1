using Pacs.Tests;

namespace Pacs.Core.Tests.IO;

/// <summary>Mutations of real files: whatever comes, reading ends in a data set or a typed error.</summary>
[Category("Hostile")]
public sealed class HostileInputTests
{
    private const int MutationsPerFile = 400;

    private static IEnumerable<string> Seeds() => SharedData.Root is null ? [] :
    [
        "native/CT_small.dcm", "special/all-vrs.explicit-be.dcm", "special/sr-undefined-lengths.dcm", "special/private-blocks.dcm", "structure/UN_sequence.dcm",
        "native/image_dfl.dcm", "special/deep-nesting-50.dcm", "dicomdir/DICOMDIR", "charset/chrH32.dcm", "rle/MR_small_RLE.dcm",
    ];

    [TestCaseSource(nameof(Seeds))]
    public void Parse_MutatedFile_EndsInADataSetOrATypedError(string seed)
    {
        byte[] original = File.ReadAllBytes(SharedData.File(seed));
        var random = new Random(20260101);
        for (int i = 0; i < MutationsPerFile; i++)
        {
            byte[] mutated = Mutate(original, random);
            try
            {
                DicomFile file = DicomFile.Parse(mutated);
                Touch(file.Dataset, 0);
            }
            catch (DicomDataException)
            {
                // The typed error is the point.
            }

            Feed(mutated, random);
        }
    }

    private static void Feed(byte[] mutated, Random random)
    {
        foreach (TransferSyntax syntax in (TransferSyntax[])[TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.DeflatedExplicitVRLittleEndian])
        {
            using var reader = new DicomHeaderReader(syntax, new DicomReadOptions { MaxHeaderLength = 1 << 20 });
            try
            {
                for (int at = Math.Min(mutated.Length, 300); at < mutated.Length;)
                {
                    int step = Math.Min(mutated.Length - at, random.Next(1, 5000));
                    if (reader.Append(mutated.AsSpan(at, step))) break;
                    at += step;
                }

                reader.Complete();
            }
            catch (DicomDataException)
            {
                // The typed error is the point.
            }
        }
    }

    private static void Touch(DicomDataset dataset, int depth)
    {
        foreach (DicomElement element in dataset)
        {
            if (element.Bulk is not null) continue;
            _ = element.GetString();
            _ = element.GetStrings();
            _ = element.GetBytes();
            _ = dataset.GetInt64(element.Tag);
            _ = dataset.GetDouble(element.Tag);
            _ = dataset.GetUid(element.Tag);
            if (depth < 20 && element.GetSequence() is { } sequence)
                foreach (DicomDataset item in sequence) Touch(item, depth + 1);
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = (byte[])original.Clone();
        int reach = Math.Min(bytes.Length, 8000); // headers are where the structure is
        for (int n = random.Next(1, 6); n > 0; n--)
        {
            int at = random.Next(reach);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill(0xFF); break;
                case 3: bytes = bytes[..Math.Max(1, random.Next(bytes.Length))]; reach = Math.Min(bytes.Length, reach); break;
                default:
                    int from = random.Next(reach), length = Math.Min(random.Next(1, 40), Math.Min(bytes.Length - at, bytes.Length - from));
                    bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                    break;
            }
        }

        return bytes;
    }
}
