using System.Runtime.InteropServices;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>The MQ decoder against the flow charts of the standard, on bytes that no encoder writes, too.</summary>
[Category("ISO/IEC 15444-1 Annex C")]
public sealed class MqDecoderTests
{
    private const int Symbols = 20_000;

    [Test]
    public void Decode_OfAnyBytes_GivesTheSymbolsOfTheFlowCharts([Range(0, 39)] int seed)
    {
        var random = new Random(seed);
        byte[] bytes = Segment(random, random.Next(1, 2000), fullBytesPerHundred: seed % 4 * 10);
        Assert.That(Difference(bytes, random), Is.Null);
    }

    [Test]
    public void Decode_WhereAByteCarriesIntoTheFullOneBefore_GivesTheSymbolsOfTheFlowCharts([Range(0x80, 0x8F)] int carrying)
    {
        // No encoder carries as late as some of these do: the carry counts from when a decoder of single bytes would see it.
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[400];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = i % 2 == 0 ? (byte)0xFF : (byte)(seed % 2 == 0 ? carrying : random.Next(0x90));
            (bytes[^2], bytes[^1]) = (0xFF, 0xFF);
            Assert.That(Difference(bytes, random), Is.Null, $"seed {seed}");
        }
    }

    [Test]
    public void Decode_BehindTheEnd_GoesOnWithOnes()
    {
        Assert.That(Difference([0xFF, 0xFF], new Random(1)), Is.Null);
        Assert.That(Difference([0x12, 0xFF, 0xFF], new Random(2)), Is.Null);
    }

    private static byte[] Segment(Random random, int length, int fullBytesPerHundred)
    {
        byte[] bytes = new byte[length + 2];
        random.NextBytes(bytes);
        for (int i = 0; i < length; i++)
        {
            if (random.Next(100) < fullBytesPerHundred) bytes[i] = 0xFF;
            // What ends a segment early shall not end all of them at once.
            else if (i > 0 && bytes[i - 1] == 0xFF && random.Next(50) != 0) bytes[i] = (byte)random.Next(0x90);
        }

        (bytes[^2], bytes[^1]) = (0xFF, 0xFF);
        return bytes;
    }

    // The first symbol that differs.
    private static string? Difference(byte[] bytes, Random random)
    {
        ulong[] table = MqDecodeTable.Create();
        var input = new MqInput();
        var decoder = new MqDecoder(input, input.Start(bytes), ref MemoryMarshal.GetArrayDataReference(table));
        var charts = new MqFlowCharts(bytes);
        for (int i = 0; i < Symbols; i++)
        {
            int context = random.Next(MqTables.ContextCount);
            uint expected = charts.Decode(context), actual = random.Next(2) == 0 ? decoder.Decode(context) : decoder.DecodeLikely(context);
            if (actual != expected) return $"symbol {i}: {actual}, not {expected}";
        }

        return null;
    }
}
