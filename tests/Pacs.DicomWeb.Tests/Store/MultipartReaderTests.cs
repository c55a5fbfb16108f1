using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Pacs.DicomWeb.Tests;

[Category("RFC 2046 §5.1")]
public sealed class MultipartReaderTests
{
    [Test]
    public async Task Read_InPiecesOfAnyLength_GivesTheSameParts([Values(1, 2, 3, 7, 64, 4096)] int piece)
    {
        byte[] first = new byte[1000], second = Encoding.ASCII.GetBytes("\r\n--bound\r\n--boundar\r\r\n");
        new Random(1).NextBytes(first);
        byte[] body = WebArchive.Multipart("boundary", ("Content-Type: application/dicom\r\n", first), ("Content-Type: a/b\r\nContent-Location: x\r\n", second), ("", []));

        List<(string?, byte[])> parts = await ReadAsync(body, "boundary", piece);

        Assert.That(parts.Select(p => p.Item2), Is.EqualTo(new[] { first, second, [] }));
        Assert.That(parts.Select(p => p.Item1), Is.EqualTo(new[] { null, "x", null }));
    }

    [Test]
    public async Task Read_PreambleAndSpacesAfterTheBoundary_AreIgnored()
    {
        byte[] body = Encoding.ASCII.GetBytes("preamble\r\n--b \t\r\n\r\ncontent\r\n--b--\r\nepilogue");

        Assert.That(Encoding.ASCII.GetString((await ReadAsync(body, "b", 5)).Single().Item2), Is.EqualTo("content"));
    }

    [TestCase("--b")]
    [TestCase("--b\r\n")]
    [TestCase("--bx\r\n\r\n")]
    [TestCase("--b\r\n\r\ncontent\r\n--")]
    [TestCase("no boundary")]
    public void Read_WhatEndsEarly_Fails(string body) =>
        Assert.That(async () => await ReadAsync(Encoding.ASCII.GetBytes(body), "b", 100), Throws.TypeOf<DicomWebException>().With.Property("Status").EqualTo(400));

    [Test]
    public async Task Read_WhenNothingMoreComes_WaitsForItInsteadOfTurningInCircles()
    {
        var pipe = new Pipe();
        var reader = new MultipartReader(pipe.Reader, "b");
        await pipe.Writer.WriteAsync("--b\r\n\r\nthe beginning of a part"u8.ToArray());
        (_, PartReader content) = (await reader.ReadNextAsync(default))!.Value;
        ReadResult first = await content.ReadAsync();
        content.AdvanceTo(first.Buffer.Start, first.Buffer.End);

        ValueTask<ReadResult> second = content.ReadAsync();

        Assert.That(second.IsCompleted, Is.False);
        await pipe.Writer.WriteAsync("\r\n--b--"u8.ToArray());
        Assert.That((await second).IsCompleted, Is.True);
    }

    [Test]
    public void Read_EndlessHeadersOrPreamble_FailWithoutTakingThemAll()
    {
        byte[] headers = [.. "--b\r\n"u8, .. Enumerable.Repeat((byte)'a', 1_000_000)], preamble = [.. Enumerable.Repeat((byte)'a', 1_000_000)];

        Assert.That(async () => await ReadAsync(headers, "b", 4096), Throws.TypeOf<DicomWebException>());
        Assert.That(async () => await ReadAsync(preamble, "b", 4096), Throws.TypeOf<DicomWebException>());
    }

    private static async Task<List<(string? Location, byte[] Content)>> ReadAsync(byte[] body, string boundary, int piece)
    {
        // Pieces of their own, as a network gives them: the smallest segments make the most seams.
        PipeReader input = PipeReader.Create(Segments(body, piece));
        var reader = new MultipartReader(input, boundary);
        var parts = new List<(string?, byte[])>();
        while (await reader.ReadNextAsync(default) is { } part)
        {
            using var content = new MemoryStream();
            await part.Content.CopyToAsync(content);
            parts.Add((part.Headers.ContentLocation, content.ToArray()));
        }

        return parts;
    }

    private static ReadOnlySequence<byte> Segments(byte[] body, int piece)
    {
        Segment? first = null, last = null;
        foreach (byte[] chunk in body.Chunk(piece))
        {
            last = last is null ? first = new Segment(chunk, 0) : last.Append(chunk);
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long index)
        {
            Memory = bytes;
            RunningIndex = index;
        }

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
