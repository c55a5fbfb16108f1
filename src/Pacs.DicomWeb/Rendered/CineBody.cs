using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Moving pictures of a multi-frame image or of a series, at the rate that the data states.</summary>
internal static class CineBody
{
    /// <summary>More frames are not put into one picture.</summary>
    private const int MaxFrames = 2000;

    public static async ValueTask WriteAsync(DicomWebContext context, List<IndexEntry> images, FrameRenderer renderer, PictureType type)
    {
        CancellationToken ct = context.Aborted;
        int count = 0;
        TimeSpan time = TimeSpan.FromMilliseconds(100);
        int[]? only = null;
        for (int i = 0; i < images.Count; i++)
        {
            ImageSource source = await ImageSource.OpenAsync(context.Archive, images[i], ct).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                if (i == 0) time = FrameTime(source.Header);
                if (context.RouteValue("frames") is { } frames) only = FrameNumbers.Parse(frames, source.Frames.Count);
                count += only?.Length ?? source.Frames.Count;
            }
        }

        if (count > MaxFrames) throw new DicomWebException(StatusCodes.Status406NotAcceptable, $"A moving picture has at most {MaxFrames} frames; these are {count}.");
        context.Response.ContentType = type.MediaType;
        if (context.IsHead) return;
        PipeWriter output = context.Response.BodyWriter;
        (Action<RenderedImage> add, Action complete) = Begin(output, type, count, time);
        foreach (IndexEntry entry in images)
        {
            ImageSource source = await ImageSource.OpenAsync(context.Archive, entry, ct).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                foreach (int frame in only ?? Enumerable.Range(0, source.Frames.Count))
                {
                    using RenderedImage picture = await renderer.DrawAsync(source, frame, isKept: false, ct).ConfigureAwait(false);
                    add(picture);
                    await output.FlushAsync(ct).ConfigureAwait(false);
                }
            }
        }

        complete();
        await output.FlushAsync(ct).ConfigureAwait(false);
    }

    private static (Action<RenderedImage> Add, Action Complete) Begin(PipeWriter output, PictureType type, int count, TimeSpan time)
    {
        if (type.MediaType == PictureType.Gif)
        {
            var gif = new GifWriter(output, time);
            return (image => gif.Add(image), gif.Complete);
        }

        var apng = new ApngWriter(output, count, time);
        return (apng.Add, apng.Complete);
    }

    // PS3.3 §C.7.6.5: Frame Time in ms, or a rate; ten a second where nothing is said.
    private static TimeSpan FrameTime(DicomDataset header)
    {
        double? milliseconds = header.GetDouble(DicomTag.FrameTime)
            ?? (header.GetDouble(DicomTag.RecommendedDisplayFrameRate) ?? header.GetDouble(DicomTag.CineRate)) switch { > 0 and var rate => 1000 / rate, _ => null };
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds ?? 100, 1, 60_000));
    }
}
