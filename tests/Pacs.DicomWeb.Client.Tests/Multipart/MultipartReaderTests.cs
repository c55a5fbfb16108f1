using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Pacs.Core;

namespace Pacs.DicomWeb.Client.Tests;

[Category("RFC 2046 §5.1")]
public sealed class MultipartReaderTests
{
    private static readonly byte[] Binary = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];

    [Test]
    public async Task ReadNext_WhereverTheBodyIsCut_GivesTheSameParts()
    {
        byte[] tricky = "\r\n--bo\r\n--bound\r\n--boundaryX\r\n--boundary-\r\n\r\n--boundary \tX"u8.ToArray();
        byte[] body = Body("preamble\r\n", ("Content-Type: application/dicom\r\n", tricky), ("", []), ("A: 1\r\nB: x\r\n y\r\n", [1, 2, 3]));
        for (int cut = 1; cut < body.Length; cut++)
        {
            List<(MultipartHeaders Headers, byte[] Content)> parts = await ReadAsync(new CutReader(body, cut));
            Assert.That(parts, Has.Count.EqualTo(3), $"cut at {cut}");
            Assert.That(parts[0].Content, Is.EqualTo(tricky), $"cut at {cut}");
            Assert.That(parts[1].Content, Is.Empty);
            Assert.That(parts[2].Content, Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(parts[2].Headers["b"], Is.EqualTo("x y"));
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(13)]
    [TestCase(4096)]
    public async Task ReadNext_InPiecesOfAnySize_GivesTheSameParts(int piece)
    {
        List<(MultipartHeaders Headers, byte[] Content)> parts = await ReadAsync(new CutReader(Body("", ("Content-Type: a/b\r\n", Binary), ("Content-Type: a/b\r\n", Binary)), piece, piece));

        Assert.That(parts.Select(p => p.Content), Is.EqualTo(new[] { Binary, Binary }));
        Assert.That(parts[0].Headers.MediaType, Is.EqualTo("a/b"));
    }

    [TestCase(16)]
    [TestCase(4096)]
    [TestCase(65536)]
    public async Task ReadNext_OfLargeParts_ByReadsOfAnySize_GivesEveryByte(int segment)
    {
        byte[] large = new byte[300_000];
        new Random(1).NextBytes(large);
        foreach (int size in (int[])[1, 100, 81920])
        {
            var pipe = PipeReader.Create(new MemoryStream(Body("", ("A: 1\r\n", large), ("A: 2\r\n", large))), new StreamPipeReaderOptions(bufferSize: segment, minimumReadSize: 1));
            var reader = new MultipartReader(pipe, "boundary");
            while (await reader.ReadNextAsync() is { } part)
            {
                var read = new List<byte>();
                byte[] buffer = new byte[size];
                for (int n; (n = await part.Content.ReadAsync(buffer)) > 0;) read.AddRange(buffer.AsSpan(0, n));
                Assert.That(read.ToArray().AsSpan().SequenceEqual(large), Is.True, $"segments of {segment}, reads of {size}");
            }
        }
    }

    [Test]
    public async Task ReadNext_WhenAPartIsLeftUnread_GoesOnToTheNext()
    {
        var reader = new MultipartReader(PipeReader.Create(new MemoryStream(Body("", ("A: 1\r\n", Binary), ("A: 2\r\n", [9])))), "boundary");
        MultipartPart first = (await reader.ReadNextAsync())!;
        Assert.That(await first.Content.ReadAsync(new byte[10]), Is.GreaterThan(0));

        MultipartPart second = (await reader.ReadNextAsync())!;

        Assert.That(second.Headers["A"], Is.EqualTo("2"));
        Assert.That(await reader.ReadNextAsync(), Is.Null);
        Assert.That(await reader.ReadNextAsync(), Is.Null);
    }

    [TestCase("")]
    [TestCase("no boundary at all")]
    [TestCase("--boundary")]
    [TestCase("--boundary\r\n")]
    [TestCase("--boundary\r\nA: 1\r\n")]
    [TestCase("--boundary\r\nA: 1\r\n\r\nsome content")]
    [TestCase("--boundary\r\nA: 1\r\n\r\nsome content\r\n--boundary")]
    [TestCase("--boundary\r\nA: 1\r\n\r\nsome content\r\n--boundary\r\n")]
    [TestCase("--boundary\r\n: 1\r\n\r\nx\r\n--boundary--")]
    [TestCase("--boundary\r\n folded\r\n\r\nx\r\n--boundary--")]
    public void ReadNext_OfABodyThatIsNoneOrEndsEarly_SaysSo(string body) =>
        Assert.ThrowsAsync<DicomDataException>(() => ReadAsync(new CutReader(Encoding.ASCII.GetBytes(body), 1, 1)));

    [Test]
    public void ReadNext_BeyondALimit_EndsBeforeTheBodyDoes()
    {
        string many = string.Concat(Enumerable.Range(0, 100).Select(i => $"H{i}: x\r\n")), bomb = $"X: {new string('a', 100_000)}\r\n";
        Assert.Multiple(() =>
        {
            Refused(Body("", (many, [1])));
            Refused(Body("", (bomb, [1])));
            Refused(Body(new string('p', 100_000) + "\r\n", ("", [1])));
            Refused(Body("", ("", Binary)), new MultipartLimits { MaxPartLength = 4999 });
            Refused(Body("", ("", [1]), ("", [2]), ("", [3])), new MultipartLimits { MaxParts = 2 });
        });

        static void Refused(byte[] body, MultipartLimits? limits = null) => Assert.ThrowsAsync<DicomDataException>(() => ReadAsync(new CutReader(body, 4096, 4096), limits));
    }

    [TestCase("")]
    [TestCase("a\r\nb")]
    [TestCase("käse")]
    public void AReader_WithABoundaryThatCannotBe_IsRefused(string boundary) =>
        Assert.Throws<DicomDataException>(() => _ = new MultipartReader(PipeReader.Create(Stream.Null), boundary));

    [TestCase("multipart/related; type=\"application/dicom\"; boundary=\"a b\"", "a b")]
    [TestCase("Multipart/Related;boundary=x", "x")]
    [TestCase("application/dicom; boundary=x", null)]
    [TestCase("multipart/related", null)]
    [TestCase(null, null)]
    public void BoundaryOf_AContentType_IsItsParameter(string? type, string? boundary) => Assert.That(MultipartReader.BoundaryOf(type), Is.EqualTo(boundary));

    [Test]
    public async Task WhatTheWriterWrites_TheReaderReads()
    {
        using var stream = new MemoryStream();
        var writer = new MultipartWriter(stream);
        await writer.BeginPartAsync([new("Content-Type", "a/b")]);
        await stream.WriteAsync(Binary);
        await writer.BeginPartAsync([]);
        await writer.CompleteAsync();

        List<(MultipartHeaders Headers, byte[] Content)> parts = await ReadAsync(new CutReader(stream.ToArray(), 100, 100), boundary: writer.Boundary);

        Assert.That(parts.Select(p => p.Content), Is.EqualTo(new[] { Binary, [] }));
        Assert.ThrowsAsync<ArgumentException>(async () => await new MultipartWriter(stream).BeginPartAsync([new("A", "1\r\nB: 2")]));
    }

    private static byte[] Body(string preamble, params (string Headers, byte[] Content)[] parts) => [.. Encoding.ASCII.GetBytes(preamble), .. WebArchiveBody(parts)];

    private static byte[] WebArchiveBody((string Headers, byte[] Content)[] parts) => Pacs.DicomWeb.Tests.WebArchive.Multipart("boundary", parts);

    private static async Task<List<(MultipartHeaders Headers, byte[] Content)>> ReadAsync(PipeReader pipe, MultipartLimits? limits = null, string boundary = "boundary")
    {
        var reader = new MultipartReader(pipe, boundary, limits);
        var parts = new List<(MultipartHeaders, byte[])>();
        while (await reader.ReadNextAsync() is { } part)
        {
            using var content = new MemoryStream();
            await part.Content.CopyToAsync(content);
            parts.Add((part.Headers, content.ToArray()));
        }

        return parts;
    }

    /// <summary>Shows the bytes in pieces: at first as many as are said, then more with each read that took too few.</summary>
    private sealed class CutReader(byte[] bytes, int first, int step = int.MaxValue) : PipeReader
    {
        private int _start, _shown;

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            _shown = (int)Math.Min(bytes.Length, _shown == 0 ? first : (long)_shown + step);
            // Two segments, so that a seam lies within what is shown.
            int seam = _start + ((_shown - _start) / 2);
            var head = new Segment(bytes.AsMemory(_start, seam - _start));
            Segment tail = head.Append(bytes.AsMemory(seam, _shown - seam));
            return new(new ReadResult(new ReadOnlySequence<byte>(head, 0, tail, tail.Memory.Length), isCanceled: false, isCompleted: _shown == bytes.Length));
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            var segment = (Segment)consumed.GetObject()!;
            _start += (int)segment.RunningIndex + consumed.GetInteger();
        }

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

        public override void CancelPendingRead() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null)
        {
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
