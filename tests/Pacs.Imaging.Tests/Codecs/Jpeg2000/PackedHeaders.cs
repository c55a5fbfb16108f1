using System.Buffers.Binary;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Moves the packet headers of a stream that has SOP and EPH into PPM or PPT segments (ISO/IEC 15444-1 §A.7.4, §A.7.5).</summary>
internal static class PackedHeaders
{
    /// <summary>Into the tile-part headers.</summary>
    /// <param name="stream">A stream whose packets all begin with SOP and whose packet headers all end with EPH.</param>
    /// <param name="most">Bytes in a segment.</param>
    /// <param name="keepsSop">Whether SOP stays before the bodies.</param>
    public static byte[] ToPpt(byte[] stream, int most, bool keepsSop)
    {
        TestStream source = TestStream.Read(stream);
        return TestStream.Write(source.Main, source.Parts.Select(part =>
        {
            (byte[] headers, byte[] bodies) = Split(part.Body, keepsSop);
            IEnumerable<byte> segments = headers.Chunk(most).SelectMany((chunk, i) => TestStream.Segment(0x61, [(byte)i, .. chunk]));
            return new TestStream.Part([.. part.Head, .. segments], bodies);
        }));
    }

    /// <summary>Into the main header.</summary>
    /// <inheritdoc cref="ToPpt"/>
    public static byte[] ToPpm(byte[] stream, int most, bool keepsSop, bool isShuffled = false)
    {
        TestStream source = TestStream.Read(stream);
        var all = new List<byte>();
        var parts = new List<TestStream.Part>();
        foreach (TestStream.Part part in source.Parts)
        {
            (byte[] headers, byte[] bodies) = Split(part.Body, keepsSop);
            byte[] length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, headers.Length);
            all.AddRange([.. length, .. headers]);
            parts.Add(part with { Body = bodies });
        }

        IEnumerable<byte[]> segments = all.Chunk(most).Select((chunk, i) => TestStream.Segment(0x60, [(byte)i, .. chunk]));
        // The index says their order, not where they stand.
        if (isShuffled) segments = segments.Reverse();
        return TestStream.Write([.. source.Main, .. segments.SelectMany(segment => segment)], parts);
    }

    /// <summary>Where the code blocks' bytes of a stream with SOP and EPH are.</summary>
    public static IEnumerable<Range> Bodies(byte[] stream)
    {
        int at = stream.AsSpan().IndexOf(Sop);
        while (at >= 0)
        {
            int start = at + stream.AsSpan(at).IndexOf(Eph) + 2, next = stream.AsSpan(start).IndexOfAny(Sop, Sot, Eoc);
            yield return start..(start + next);
            int following = stream.AsSpan(start).IndexOf(Sop);
            at = following < 0 ? -1 : start + following;
        }
    }

    private static ReadOnlySpan<byte> Sop => [0xFF, 0x91, 0x00, 0x04];

    private static ReadOnlySpan<byte> Eph => [0xFF, 0x92];

    private static ReadOnlySpan<byte> Sot => [0xFF, 0x90, 0x00, 0x0A];

    private static ReadOnlySpan<byte> Eoc => [0xFF, 0xD9];

    // No two bytes of a packet are above FF 8F, so the markers can be searched for.
    private static (byte[] Headers, byte[] Bodies) Split(ReadOnlySpan<byte> packets, bool keepsSop)
    {
        var headers = new List<byte>();
        var bodies = new List<byte>();
        while (!packets.IsEmpty)
        {
            Assert.That(packets.StartsWith(Sop), "each packet begins with SOP");
            int end = packets.IndexOf(Eph) + 2, next = packets[6..].IndexOf(Sop);
            next = next < 0 ? packets.Length : next + 6;
            headers.AddRange(packets[6..end]);
            if (keepsSop) bodies.AddRange(packets[..6]);
            bodies.AddRange(packets[end..next]);
            packets = packets[next..];
        }

        return ([.. headers], [.. bodies]);
    }

    private static int IndexOfAny(this Span<byte> bytes, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        int least = bytes.Length;
        foreach (int found in (ReadOnlySpan<int>)[bytes.IndexOf(a), bytes.IndexOf(b), bytes.IndexOf(c)])
            if (found >= 0) least = Math.Min(least, found);
        return least;
    }
}
