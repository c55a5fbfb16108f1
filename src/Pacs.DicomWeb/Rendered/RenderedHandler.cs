using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>WADO-RS rendered resources at every level (PS3.18 §10.4.1.1.3): pictures, documents and videos that a browser shows.</summary>
internal static class RenderedHandler
{
    public static async Task HandleAsync(DicomWebContext context)
    {
        RenderParameters parameters = RenderParameters.Parse(context.Request.Query);
        List<IndexEntry> entries = await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false);
        PresentationState? state = parameters.PresentationState is { } uid ? await PresentationStates.RequireAsync(context, uid).ConfigureAwait(false) : null;
        if (entries is [var only])
        {
            if (PresentationStates.IsState(only.Id.SopClass))
            {
                (state, entries) = await PresentationStates.LoadAsync(context, only).ConfigureAwait(false);
                if (entries.Count == 0) throw new DicomWebException(StatusCodes.Status404NotFound, "The images of the presentation state are not here.");
            }
            else if (await DocumentBody.TryWriteAsync(context, only).ConfigureAwait(false) || await VideoBody.TryWriteAsync(context, only).ConfigureAwait(false))
            {
                return;
            }
        }

        List<IndexEntry> images = entries.Count == 1 ? entries : Representative.Images(entries);
        if (images.Count == 0) throw new DicomWebException(StatusCodes.Status404NotFound, "There is no image.");
        PictureType type = PictureType.Choose(context.Request, [PictureType.Jpeg, PictureType.Png, PictureType.Gif, PictureType.Apng]);
        // PS3.18 §8.3.5.1.5: a media type that holds no profile cannot be asked for with one.
        if (type.MediaType == PictureType.Gif && parameters.Profile > ProfileChoice.None) throw new DicomWebException(StatusCodes.Status400BadRequest, "image/gif holds no ICC profile: iccprofile can only be no.");
        string tag = InstanceList.Tag(images, $"rendered {type} {context.RouteValue("frames")} {parameters.Key} {entries.Count}");
        if (ConditionalRequest.IsCurrent(context.Http, tag, context.Instance is null ? ConditionalRequest.Revalidate : ConditionalRequest.Immutable)) return;
        if (await TryWriteKeptAsync(context, tag, type.MediaType).ConfigureAwait(false)) return;
        var renderer = new FrameRenderer(context.Service, parameters, state);
        if (type.MediaType is PictureType.Gif or PictureType.Apng) await CineBody.WriteAsync(context, images, renderer, type).ConfigureAwait(false);
        else await WritePicturesAsync(context, images, renderer, type, tag).ConfigureAwait(false);
    }

    /// <summary>Thumbnails: one small picture, whatever the level (PS3.18 §10.4.1.1.5).</summary>
    public static async Task HandleThumbnailAsync(DicomWebContext context)
    {
        // Names of patients are not in a thumbnail, whatever is asked for (PS3.18 §10.4.1.1.4).
        RenderParameters parameters = RenderParameters.Parse(context.Request.Query) with { ShowsPatient = false };
        if (parameters.Width is null) parameters = parameters with { Width = 128, Height = 128 };
        List<IndexEntry> entries = await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false);
        IndexEntry image = entries is [var only] ? only : Representative.Of(entries);
        PictureType type = PictureType.Choose(context.Request, [PictureType.Jpeg, PictureType.Png]);
        string tag = InstanceList.Tag([image], $"thumbnail {type} {context.RouteValue("frames")} {parameters.Key}");
        if (ConditionalRequest.IsCurrent(context.Http, tag, context.Instance is null ? ConditionalRequest.Revalidate : ConditionalRequest.Immutable)) return;
        if (await TryWriteKeptAsync(context, tag, type.MediaType).ConfigureAwait(false)) return;
        ImageSource source = await ImageSource.OpenAsync(context.Archive, image, context.Aborted).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            int frame = context.RouteValue("frames") is { } frames ? FrameNumbers.Parse(frames, source.Frames.Count)[0] : source.Frames.Count / 2;
            var renderer = new FrameRenderer(context.Service, parameters, null);
            using RenderedImage picture = await renderer.DrawAsync(source, frame, isKept: false, context.Aborted).ConfigureAwait(false);
            await WriteSingleAsync(context, picture, renderer, type.MediaType, tag).ConfigureAwait(false);
        }
    }

    private static async ValueTask WritePicturesAsync(DicomWebContext context, List<IndexEntry> images, FrameRenderer renderer, PictureType type, string tag)
    {
        string? wanted = context.RouteValue("frames");
        MultipartWriter? multipart = null;
        PipeWriter output = context.Response.BodyWriter;
        CancellationToken ct = context.Aborted;
        if (images is [var image] && !type.IsMultipart && (wanted is null ? 0 : FrameNumbers.TryParseOne(wanted)) is { } only)
        {
            using RenderedImage? picture = await renderer.TryDrawKeptAsync(image, only, ct).ConfigureAwait(false);
            if (picture is not null)
            {
                await WriteSingleAsync(context, picture, renderer, type.MediaType, tag).ConfigureAwait(false);
                return;
            }
        }

        for (int i = 0; i < images.Count; i++)
        {
            IndexEntry entry = images[i];
            ImageSource source = await ImageSource.OpenAsync(context.Archive, entry, ct).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                // All frames where several pictures can be told apart; else the first stands for a multi-frame image.
                int[] frames = wanted is not null ? FrameNumbers.Parse(wanted, source.Frames.Count)
                    : type.IsMultipart || images.Count > 1 ? [.. Enumerable.Range(0, source.Frames.Count)] : [0];
                if (!type.IsMultipart && images.Count == 1 && frames.Length == 1)
                {
                    using RenderedImage single = await renderer.DrawAsync(source, frames[0], isKept: true, ct).ConfigureAwait(false);
                    await WriteSingleAsync(context, single, renderer, type.MediaType, tag).ConfigureAwait(false);
                    return;
                }

                multipart ??= MultipartWriter.Begin(context.Response, type.MediaType);
                if (context.IsHead) return;
                foreach (int frame in frames)
                {
                    using RenderedImage picture = await renderer.DrawAsync(source, frame, isKept: false, ct).ConfigureAwait(false);
                    string url = BulkUris.InstanceUrl(context.BaseUrl, entry.Study, entry.Series, entry.Id.SopInstance);
                    multipart.BeginPart(string.Create(CultureInfo.InvariantCulture, $"Content-Type: {type.MediaType}\r\nContent-Location: {url}/frames/{frame + 1}/rendered\r\n"));
                    renderer.Encode(picture, type.MediaType, output, ct);
                    await output.FlushAsync(ct).ConfigureAwait(false);
                }
            }
        }

        multipart?.End();
        await output.FlushAsync(ct).ConfigureAwait(false);
    }

    private static async ValueTask WriteSingleAsync(DicomWebContext context, RenderedImage picture, FrameRenderer renderer, string mediaType, string tag)
    {
        using var body = new PictureBuffer();
        renderer.Encode(picture, mediaType, body, context.Aborted);
        ReadOnlyMemory<byte> bytes = body.Written;
        if (context.Service.Pictures.Takes(bytes.Length)) context.Service.Pictures.Add(tag, bytes.ToArray());
        await WriteAsync(context, bytes, mediaType).ConfigureAwait(false);
    }

    private static async ValueTask<bool> TryWriteKeptAsync(DicomWebContext context, string tag, string mediaType)
    {
        if (context.Service.Pictures.Find(tag) is not { } picture) return false;
        await WriteAsync(context, picture, mediaType).ConfigureAwait(false);
        return true;
    }

    private static async ValueTask WriteAsync(DicomWebContext context, ReadOnlyMemory<byte> picture, string mediaType)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = picture.Length;
        if (!context.IsHead) await context.Response.BodyWriter.WriteAsync(picture, context.Aborted).ConfigureAwait(false);
    }
}
