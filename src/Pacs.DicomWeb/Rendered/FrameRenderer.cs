using System.Buffers;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Draws frames of one image and encodes them.</summary>
internal sealed class FrameRenderer(DicomWebService service, RenderParameters parameters, PresentationState? state)
{
    private readonly DecodeOptions _decoding = new() { Codecs = service.Options.Transcoding.Codecs, Limits = service.Options.Transcoding.Limits };

    /// <summary>Draws a frame of an open image. The picture is the caller's to dispose.</summary>
    /// <param name="source">The image.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="isKept">Whether the frame is one that is likely to be drawn again, with another window.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<RenderedImage> DrawAsync(ImageSource source, int frame, bool isKept, CancellationToken ct)
    {
        using RateLimitLease turn = await service.Pencils.EnterAsync(ct).ConfigureAwait(false);
        using ReadyFrame ready = service.Frames.Find(source.Content, frame) ?? await source.LoadAsync(frame, _decoding, ct).ConfigureAwait(false);
        if (isKept) service.Frames.Add(source.Content, ready);
        return Draw(ready);
    }

    /// <summary>Draws a frame that was drawn lately, or gives null. The picture is the caller's to dispose.</summary>
    /// <param name="entry">Its image.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<RenderedImage?> TryDrawKeptAsync(IndexEntry entry, int frame, CancellationToken ct)
    {
        using ReadyFrame? ready = service.Frames.Find(entry.ContentHash, frame);
        if (ready is null) return null;
        using RateLimitLease turn = await service.Pencils.EnterAsync(ct).ConfigureAwait(false);
        return Draw(ready);
    }

    private RenderedImage Draw(ReadyFrame ready)
    {
        // A profile that cannot be read counts as none: nobody is to be given it.
        IccProfileKind kind = ready.Attributes.ProfileKind;
        DisplayAttributes attributes = parameters.Profile == ProfileChoice.None || kind == IccProfileKind.Unusable ? ready.Attributes with { IccProfile = default } : ready.Attributes;
        OutputColors? colors = parameters.Profile switch
        {
            ProfileChoice.OwnIfAny or ProfileChoice.None => null,
            ProfileChoice.Present => ready.Pixels.Layout.SamplesPerPixel == 1 && ready.Attributes.Palette is null || kind == IccProfileKind.Unusable ? OutputColors.SRgb : null,
            ProfileChoice.AdobeRgb => OutputColors.AdobeRgb,
            ProfileChoice.RommRgb => OutputColors.RommRgb,
            ProfileChoice.DisplayP3 => OutputColors.DisplayP3,
            _ => OutputColors.SRgb,
        };
        if (parameters.Profile > ProfileChoice.Present && kind == IccProfileKind.Tables)
            throw new DicomWebException(StatusCodes.Status406NotAcceptable, "The image's ICC profile has tables: its colours are given in it (iccprofile=yes), and are not converted.");
        return Renderer.Render(ready.Pixels, attributes, Options(ready.Header, ready.Frame, attributes) with { DataFrames = ready.Others, OutputColors = colors });
    }

    /// <summary>Writes a picture as PNG or JPEG.</summary>
    public void Encode(RenderedImage image, string mediaType, IBufferWriter<byte> output, CancellationToken ct)
    {
        if (mediaType == PictureType.Png) image.WritePng(output);
        else if (image.IccProfile.IsEmpty) image.WriteJpeg(output, parameters.Quality, ct);
        else JpegProfile.Write(image, parameters.Quality, output, ct);
    }

    private RenderOptions Options(DicomDataset header, int frame, DisplayAttributes attributes) => new()
    {
        Window = parameters.Window,
        Width = parameters.Width,
        Height = parameters.Height,
        Area = Fit(header),
        // Upside down is turned half round and mirrored.
        Rotation = parameters.FlipsVertically ? 180 : 0,
        FlipsHorizontally = parameters.FlipsHorizontally ^ parameters.FlipsVertically,
        State = state,
        Texts = Annotations.Make(header, frame, parameters, attributes),
    };

    private DisplayedArea? Fit(DicomDataset header)
    {
        int columns = header.GetUInt16(DicomTag.Columns) ?? 1, rows = header.GetUInt16(DicomTag.Rows) ?? 1;
        if (parameters.Region is { } region)
        {
            int x = (int)(region.Left * columns), y = (int)(region.Top * rows);
            return new DisplayedArea(x, y, Math.Max(1, (int)Math.Round(region.Right * columns) - x), Math.Max(1, (int)Math.Round(region.Bottom * rows) - y));
        }

        if (parameters.Area is not { } area) return null;
        int left = Math.Clamp(area.Left, 0, columns - 1), top = Math.Clamp(area.Top, 0, rows - 1);
        return new DisplayedArea(left, top, Math.Min(area.Width, columns - left), Math.Min(area.Height, rows - top));
    }
}
