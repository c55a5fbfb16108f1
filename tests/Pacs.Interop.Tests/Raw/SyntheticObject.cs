using System.Globalization;

namespace Pacs.Interop.Tests.Raw;

/// <summary>A CT image made up on the spot: the same arguments give the same bytes, so a test can ask for them again later.</summary>
/// <param name="Patient">Patient ID.</param>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Number">Instance number in the study's one series.</param>
/// <param name="PixelBytes">Length of the pixel data; even.</param>
internal sealed record SyntheticObject(string Patient, string Study, int Number, long PixelBytes)
{
    /// <summary>Below the root that is given to tests; distinct runs need distinct studies.</summary>
    public const string Root = "1.2.826.0.1.3680043.8.498.77.9";

    public string SopInstance => $"{Study}.1.{Number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The data set in explicit VR little endian; nothing longer than a buffer is ever in memory.</summary>
    public Stream Open() => new PatternStream(Header(), PixelBytes, seed: Number * 31 + Study.Length);

    public byte[] ToArray()
    {
        using var stream = Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private byte[] Header() => new RawDataset()
        .Add(0x00080005, "CS", "ISO_IR 100")
        .Add(0x00080016, "UI", Uids.CtImage)
        .Add(0x00080018, "UI", SopInstance)
        .Add(0x00080020, "DA", "20260102")
        .Add(0x00080030, "TM", "101500")
        .Add(0x00080050, "SH", "A" + Patient)
        .Add(0x00080060, "CS", "CT")
        .Add(0x00081030, "LO", "Synthetic study")
        .Add(0x00100010, "PN", "Synthetic^" + Patient)
        .Add(0x00100020, "LO", Patient)
        .Add(0x00100030, "DA", "19600101")
        .Add(0x00100040, "CS", "O")
        .Add(0x0020000D, "UI", Study)
        .Add(0x0020000E, "UI", Study + ".1")
        .Add(0x00200010, "SH", "1")
        .Add(0x00200011, "IS", "1")
        .Add(0x00200013, "IS", Number.ToString(CultureInfo.InvariantCulture))
        .AddHeader(0x7FE00010, "OW", (uint)PixelBytes)
        .ToArray();
}

/// <summary>A header and then pseudo-random bytes, made as they are read.</summary>
internal sealed class PatternStream(byte[] header, long patternBytes, int seed) : Stream
{
    // A prime length, so that the repetition falls on no PDU, page or record boundary.
    private static readonly byte[] Pattern = MakePattern(1_048_573);

    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => header.Length + patternBytes;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (_position < header.Length)
        {
            var count = Math.Min(buffer.Length, header.Length - (int)_position);
            header.AsSpan((int)_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
        var at = (int)((_position - header.Length + (uint)seed * 7919L) % Pattern.Length);
        var left = (int)Math.Min(Length - _position, Math.Min(buffer.Length, Pattern.Length - at));
        Pattern.AsSpan(at, left).CopyTo(buffer);
        _position += left;
        return left;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] MakePattern(int length)
    {
        var bytes = new byte[length];
        new Random(4711).NextBytes(bytes);
        return bytes;
    }
}
