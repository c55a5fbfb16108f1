using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>The MQ block decoder alone, in all code block styles: any bytes are data to it.</summary>
internal class MqBlockTarget : IFuzzTarget
{
    private readonly Jpeg2000Codec _codec = new();
    private readonly byte[] _pixels = new byte[64 * 64 * 2];

    public virtual string Name => "mq-block";

    /// <summary>Bits of the block style that are set, and those that an input may set.</summary>
    protected virtual (int Set, int Free) Style => (0, 63);

    public virtual IEnumerable<byte[]> Seeds(string corpus)
    {
        var random = new Random(1);
        for (int i = 0; i < 24; i++)
        {
            byte[] seed = new byte[BlockStream.HeadLength + random.Next(300)];
            random.NextBytes(seed);
            yield return seed;
        }
    }

    public long AllocationLimit(int length) => (2L << 20) + (32L * length);

    public void Run(byte[] input)
    {
        if (input.Length < BlockStream.HeadLength) return;
        var declared = new PixelLayout { Rows = BlockStream.Side(input[1]), Columns = BlockStream.Side(input[0]), BitsAllocated = 16, BitsStored = 16, HighBit = 15 };
        byte[] stream = BlockStream.Make(input, Style);
        _codec.Decode(stream, declared, _pixels.AsMemory(0, (int)declared.FrameLength), new CodecContext(declared));
    }
}
