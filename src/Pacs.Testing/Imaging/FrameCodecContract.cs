using System.Buffers;
using NUnit.Framework;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Testing;

/// <summary>What every <see cref="IFrameCodec"/> must do. Derive from it, hand over your codec, and run it.</summary>
[TestFixture]
public abstract class FrameCodecContract
{
    private IFrameCodec? _codec;

    /// <summary>The codec. Asked for once a test.</summary>
    protected abstract IFrameCodec CreateCodec();

    /// <summary>Shapes of frames to encode. Those that a syntax cannot hold may be refused; one at least must not.</summary>
    protected virtual IEnumerable<PixelLayout> Layouts => SyntheticFrame.Layouts;

    /// <summary>How far a sample may be from what was encoded. Default 0: lossless.</summary>
    /// <param name="layout">The shape of the frame.</param>
    /// <param name="syntax">How it was encoded.</param>
    protected virtual int Tolerance(PixelLayout layout, TransferSyntax syntax) => 0;

    /// <summary>Encoded frames to try besides those that the codec encodes itself; a codec that only decodes needs some.</summary>
    protected virtual IEnumerable<(byte[] Encoded, PixelLayout Declared)> Samples => [];

    /// <summary>How many broken frames are tried for each good one. Default 400.</summary>
    protected virtual int Mutations => 400;

    /// <summary>Bytes that decoding may allocate beside the frame, which is the caller's. Default 256 KiB.</summary>
    protected virtual long AllocationLimit => 256 * 1024;

    private IFrameCodec Codec => _codec ??= CreateCodec();

    /// <summary>Forgets the codec.</summary>
    [TearDown]
    public void Forget() => _codec = null;

    /// <summary>A syntax that is written is read too.</summary>
    [Test]
    public void Encodes_IsPartOfDecodes() => Assert.That(Codec.Encodes, Is.SubsetOf(Codec.Decodes));

    /// <summary>What is encoded is decoded, and the layouts that the three methods name agree.</summary>
    [Test]
    public void Decode_OfEncode_IsTheSamePixels()
    {
        foreach (TransferSyntax syntax in Codec.Encodes)
        {
            int held = 0;
            foreach (PixelLayout layout in Layouts)
            {
                byte[] pixels = SyntheticFrame.Pixels(layout, seed: 1);
                if (TryEncode(pixels, layout, syntax) is not { } frame) continue;
                held++;
                PixelLayout read = Codec.ReadLayout(frame.Encoded, frame.Layout);
                // Colours may be decoded to others than the data set names: YBR_FULL_422 to RGB.
                Assert.That((read.Rows, read.Columns, read.SamplesPerPixel, read.BitsAllocated, read.IsSigned), Is.EqualTo((layout.Rows, layout.Columns, layout.SamplesPerPixel, frame.Layout.BitsAllocated, layout.IsSigned)), $"{syntax}, {Describe(layout)}: the layout is another one.");
                int difference = SyntheticFrame.LargestDifference(SyntheticFrame.Interleaved(pixels, layout), Decode(frame.Encoded, frame.Layout), read);
                Assert.That(difference, Is.LessThanOrEqualTo(Tolerance(layout, syntax)), $"{syntax}, {Describe(layout)}");
            }

            Assert.That(held, Is.Positive, $"{syntax} holds none of the layouts.");
        }
    }

    /// <summary>A frame that is cut anywhere gives pixels or a <see cref="DicomImageException"/>, nothing else.</summary>
    [Test]
    public void Decode_OfACutFrame_EndsInPixelsOrATypedError()
    {
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
        {
            int step = Math.Max(1, encoded.Length / 200);
            for (int length = 0; length < encoded.Length; length += length < 64 ? 1 : step) TryDecode(encoded[..length], declared);
        }
    }

    /// <summary>So does one whose bytes were changed.</summary>
    [Test]
    public void Decode_OfAChangedFrame_EndsInPixelsOrATypedError()
    {
        var random = new Random(20);
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
        {
            for (int i = 0; i < Mutations; i++)
            {
                byte[] broken = [.. encoded];
                for (int changes = random.Next(1, 5); changes > 0 && broken.Length > 0; changes--)
                    broken[random.Next(random.Next(2) == 0 ? broken.Length : Math.Min(broken.Length, 100))] = (byte)random.Next(256);
                TryDecode(broken, declared);
            }
        }
    }

    /// <summary>So does noise.</summary>
    [Test]
    public void Decode_OfNoise_EndsInPixelsOrATypedError()
    {
        var random = new Random(30);
        PixelLayout layout = Frames().First().Declared;
        for (int length = 0; length < 300; length++)
        {
            byte[] noise = new byte[length];
            random.NextBytes(noise);
            TryDecode(noise, layout);
        }
    }

    /// <summary>A data set that promises another size than the frame has is found out, or its size is kept to.</summary>
    [Test]
    public void Decode_DeclaredInAnotherSize_EndsInPixelsOrATypedError()
    {
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
            foreach ((int rows, int columns) in new[] { (1, 1), (declared.Rows + 1, declared.Columns), (declared.Rows, declared.Columns + 1), (declared.Columns, declared.Rows), (2000, 2000) })
                TryDecode(encoded, declared with { Rows = rows, Columns = columns });
    }

    /// <summary>Who gives up is let go, before or while a frame is decoded or encoded.</summary>
    [Test]
    public void Cancelled_EndsInOperationCanceledException()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
        {
            byte[] pixels = new byte[Codec.ReadLayout(encoded, declared).FrameLength];
            Assert.That(() => Codec.Decode(encoded, declared, pixels, new CodecContext(declared, ct: cancelled.Token)), Throws.InstanceOf<OperationCanceledException>(), Describe(declared));
        }

        foreach ((TransferSyntax syntax, PixelLayout layout) in Held())
            Assert.That(() => Codec.Encode(SyntheticFrame.Pixels(layout, 1), layout, syntax, EncodeOptions.Default, new ArrayBufferWriter<byte>(), new CodecContext(layout, ct: cancelled.Token)),
                Throws.InstanceOf<OperationCanceledException>(), $"{syntax}, {Describe(layout)}");
    }

    /// <summary>A frame whose time is used up ends in a typed error.</summary>
    [Test]
    public void OutOfTime_EndsInATypedError()
    {
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
        {
            byte[] pixels = new byte[Codec.ReadLayout(encoded, declared).FrameLength];
            var context = new CodecContext(declared, new CodecOptions { TimeProvider = new HurriedTime() });
            Assert.That(() => Codec.Decode(encoded, declared, pixels, context), Throws.InstanceOf<DicomImageException>(), Describe(declared));
        }
    }

    /// <summary>Without working memory a frame is decoded all the same, or ends in a typed error.</summary>
    [Test]
    public void WithoutWorkingMemory_EndsInPixelsOrATypedError()
    {
        var options = new CodecOptions { WorkingMemoryBase = 0, WorkingMemoryFactor = 0 };
        foreach ((byte[] encoded, PixelLayout declared) in Frames()) TryDecode(encoded, declared, options);
    }

    /// <summary>A buffer that is too short is the caller's mistake; of one that is too long only the frame is filled.</summary>
    [Test]
    public void Buffers_OfAnotherLength_AreRefusedOrKept()
    {
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
        {
            int length = (int)Codec.ReadLayout(encoded, declared).FrameLength;
            Assert.That(() => Codec.Decode(encoded, declared, new byte[length - 1], new CodecContext(declared)), Throws.InstanceOf<ArgumentException>(), $"{Describe(declared)}: a byte too few to decode into");
            byte[] large = new byte[length + 100];
            large.AsSpan(length).Fill(0xA5);
            Codec.Decode(encoded, declared, large, new CodecContext(declared));
            Assert.That(large.AsSpan(length).IndexOfAnyExcept((byte)0xA5), Is.Negative, $"{Describe(declared)}: bytes behind the frame were changed");
        }

        foreach ((TransferSyntax syntax, PixelLayout layout) in Held())
            Assert.That(() => Codec.Encode(SyntheticFrame.Pixels(layout, 1).AsMemory(1), layout, syntax, EncodeOptions.Default, new ArrayBufferWriter<byte>(), new CodecContext(layout)),
                Throws.InstanceOf<ArgumentException>(), $"{syntax}, {Describe(layout)}: a byte too few to encode");
    }

    /// <summary>What is borrowed is given back as it was, and the same frame gives the same pixels whatever the buffer held before.</summary>
    [Test]
    public void Decode_Twice_ChangesNothingAndGivesTheSame()
    {
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
        {
            byte[] kept = [.. encoded];
            byte[] first = Decode(encoded, declared), second = new byte[first.Length];
            second.AsSpan().Fill(0xFF);
            Codec.Decode(encoded, declared, second, new CodecContext(declared));
            Assert.That(second.AsSpan().SequenceEqual(first), Is.True, Describe(declared));
            Assert.That(encoded.AsSpan().SequenceEqual(kept), Is.True, Describe(declared));
        }
    }

    /// <summary>One codec serves several threads at once.</summary>
    [Test]
    public void Decode_OnManyThreads_GivesTheSame()
    {
        foreach ((byte[] encoded, PixelLayout declared) in Frames())
        {
            byte[] expected = Decode(encoded, declared);
            IFrameCodec codec = Codec;
            bool[] same = new bool[16];
            Parallel.For(0, same.Length, i =>
            {
                byte[] pixels = new byte[expected.Length];
                codec.Decode(encoded, declared, pixels, new CodecContext(declared));
                same[i] = pixels.AsSpan().SequenceEqual(expected);
            });
            Assert.That(same, Has.All.True, Describe(declared));
        }
    }

    /// <summary>A frame costs its buffer, and nothing that grows with it.</summary>
    [Test]
    public void Decode_AllocatesNothingThatGrowsWithTheFrame()
    {
        var large = new PixelLayout { Rows = 1024, Columns = 1024, BitsAllocated = 16, BitsStored = 12, HighBit = 11 };
        foreach (TransferSyntax syntax in Codec.Encodes)
        {
            foreach (PixelLayout layout in new[] { large, large with { BitsAllocated = 8, BitsStored = 8, HighBit = 7 } })
            {
                if (TryEncode(SyntheticFrame.Pixels(layout, 3), layout, syntax) is not { } frame) continue;
                byte[] pixels = new byte[Codec.ReadLayout(frame.Encoded, frame.Layout).FrameLength];
                Codec.Decode(frame.Encoded, frame.Layout, pixels, new CodecContext(frame.Layout));
                long before = GC.GetAllocatedBytesForCurrentThread();
                Codec.Decode(frame.Encoded, frame.Layout, pixels, new CodecContext(frame.Layout));
                Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(AllocationLimit), $"{syntax}, {Describe(layout)}");
            }
        }
    }

    private static string Describe(PixelLayout layout) =>
        $"{layout.Columns} x {layout.Rows} x {layout.SamplesPerPixel} of {layout.BitsStored} in {layout.BitsAllocated} bits{(layout.IsSigned ? ", signed" : "")}{(layout.IsPlanar ? ", planar" : "")}";

    private List<(byte[] Encoded, PixelLayout Declared)> Frames()
    {
        List<(byte[] Encoded, PixelLayout Declared)> frames = [.. Samples];
        foreach ((TransferSyntax syntax, PixelLayout layout) in Held())
            if (TryEncode(SyntheticFrame.Pixels(layout, 2), layout, syntax) is { } frame) frames.Add(frame);
        Assert.That(frames, Is.Not.Empty, "A codec that encodes nothing needs Samples.");
        return frames;
    }

    private IEnumerable<(TransferSyntax Syntax, PixelLayout Layout)> Held()
    {
        foreach (TransferSyntax syntax in Codec.Encodes)
            foreach (PixelLayout layout in Layouts.Where(static layout => layout.PixelCount is > 16 and < 10_000))
                if (TryEncode(SyntheticFrame.Pixels(layout, 1), layout, syntax) is not null) yield return (syntax, layout);
    }

    private (byte[] Encoded, PixelLayout Layout)? TryEncode(byte[] pixels, PixelLayout layout, TransferSyntax syntax)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            PixelLayout result = Codec.Encode(pixels, layout, syntax, EncodeOptions.Default, output, new CodecContext(layout));
            return (output.WrittenSpan.ToArray(), result);
        }
        catch (DicomImageException)
        {
            return null;
        }
    }

    private byte[] Decode(byte[] encoded, PixelLayout declared)
    {
        byte[] pixels = new byte[Codec.ReadLayout(encoded, declared).FrameLength];
        new Random(1).NextBytes(pixels); // What a pooled buffer may hold.
        Codec.Decode(encoded, declared, pixels, new CodecContext(declared));
        return pixels;
    }

    private void TryDecode(byte[] encoded, PixelLayout declared, CodecOptions? options = null)
    {
        try
        {
            PixelLayout layout = Codec.ReadLayout(encoded, declared);
            if (layout.FrameLength > 64 << 20) return;
            byte[] pixels = new byte[layout.FrameLength + 64];
            pixels.AsSpan((int)layout.FrameLength).Fill(0x5A);
            Codec.Decode(encoded, declared, pixels.AsMemory(0, (int)layout.FrameLength), new CodecContext(declared, options));
            Assert.That(pixels.AsSpan((int)layout.FrameLength).IndexOfAnyExcept((byte)0x5A), Is.Negative, $"{Describe(declared)}: bytes behind the frame were changed");
        }
        catch (DicomImageException)
        {
            // What a broken frame is for.
        }
    }

    // An hour passes between any two looks at this clock.
    private sealed class HurriedTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => Interlocked.Add(ref _now, TimestampFrequency * 3600);
    }
}
