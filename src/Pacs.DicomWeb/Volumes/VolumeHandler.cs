using System.Buffers;
using System.IO.Pipelines;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Rendered MPR and rendered 3D of series that form a volume (PS3.18 §10.4.1.1.7, §10.4.1.1.8): for thin clients, and for volumes that do not fit into a browser.</summary>
internal static class VolumeHandler
{
    public static Func<DicomWebContext, Task> Mpr => context => HandleAsync(context, isMpr: true);

    public static Func<DicomWebContext, Task> InSpace => context => HandleAsync(context, isMpr: false);

    private static async Task HandleAsync(DicomWebContext context, bool isMpr)
    {
        CancellationToken ct = context.Aborted;
        VolumeView view = VolumeView.Parse(context.Request.Query, isMpr);
        List<IndexEntry> images = VolumeSource.Choose(await InstanceList.RequireAsync(context, ct).ConfigureAwait(false), view.Phase);
        if (view.IsMetadata)
        {
            await DescribeAsync(context, images, view, isMpr).ConfigureAwait(false);
            return;
        }

        ReadOnlySpan<string> still = [PictureType.Jpeg, PictureType.Png], moving = [PictureType.Apng];
        PictureType type = PictureType.Choose(context.Request, view.Swivel is null ? still : moving);
        string tag = InstanceList.Tag(images, $"volume {isMpr} {type} {view.ToKey()}");
        if (ConditionalRequest.IsCurrent(context.Http, tag, ConditionalRequest.Revalidate)) return;
        using Volume volume = await OpenAsync(context, images).ConfigureAwait(false);
        string modality = images[0].Attributes.GetString(DicomTag.Modality) ?? string.Empty;
        HttpResponse response = context.Response;
        response.ContentType = type.MediaType;
        if (view.Swivel is { } swivel)
        {
            await WriteMovingAsync(context, volume, view, swivel, modality, isMpr).ConfigureAwait(false);
            return;
        }

        using RenderedImage picture = await DrawAsync(context.Service, volume, view, modality, isMpr, ct).ConfigureAwait(false);
        var body = new ArrayBufferWriter<byte>(64 * 1024);
        if (type.MediaType == PictureType.Png) picture.WritePng(body);
        else picture.WriteJpeg(body, view.Quality, ct);
        response.ContentLength = body.WrittenCount;
        if (!context.IsHead) await response.BodyWriter.WriteAsync(body.WrittenMemory, ct).ConfigureAwait(false);
    }

    private static async ValueTask DescribeAsync(DicomWebContext context, List<IndexEntry> images, VolumeView view, bool isMpr)
    {
        DocumentFormat format = DocumentFormat.Choose(context.Request);
        if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag(images, $"volume metadata {isMpr} {format} {view.ToKey()}"), ConditionalRequest.Revalidate)) return;
        using Volume volume = await OpenAsync(context, images).ConfigureAwait(false);
        if (context.IsHead) context.Response.ContentType = format.ContentType;
        else await DatasetBody.WriteAsync(context, format, VolumeDescription.Of(volume, view, isMpr)).ConfigureAwait(false);
    }

    private static ValueTask<Volume> OpenAsync(DicomWebContext context, List<IndexEntry> images) =>
        context.Service.Volumes.GetAsync(InstanceList.Tag(images, "volume"), () => VolumeSource.LoadAsync(context.Archive, images, context.Options), context.Aborted);

    private static async ValueTask WriteMovingAsync(DicomWebContext context, Volume volume, VolumeView view, (double Range, double Step) swivel, string modality, bool isMpr)
    {
        if (context.IsHead) return;
        PipeWriter output = context.Response.BodyWriter;
        int count = (int)(Math.Abs(swivel.Range) / swivel.Step) + 1;
        var writer = new ApngWriter(output, count, view.FrameTime);
        for (int i = 0; i < count; i++)
        {
            // To both sides of where it begins (PS3.18 §8.3.5.3.9), about the axis that is up.
            double degrees = (i * swivel.Step - Math.Abs(swivel.Range) / 2) * Math.Sign(swivel.Range);
            VolumeView turned = view with { Direction = view.Direction.RotatedAbout(view.Up.Normalized(), degrees * Math.PI / 180) };
            using RenderedImage picture = await DrawAsync(context.Service, volume, turned, modality, isMpr, context.Aborted).ConfigureAwait(false);
            writer.Add(picture);
            await output.FlushAsync(context.Aborted).ConfigureAwait(false);
        }

        writer.Complete();
        await output.FlushAsync(context.Aborted).ConfigureAwait(false);
    }

    private static async ValueTask<RenderedImage> DrawAsync(DicomWebService service, Volume volume, VolumeView view, string modality, bool isMpr, CancellationToken ct)
    {
        using RateLimitLease turn = await service.Pencils.EnterAsync(ct).ConfigureAwait(false);
        if (!isMpr && view.Method is null or "volume_rendered")
        {
            VolumeCamera camera = VolumeCamera.Around(volume.Geometry) with { Target = view.Target ?? volume.Geometry.Center, Direction = view.Direction, Up = view.Up };
            return volume.Render(camera, Preset(volume, view, modality), new VolumeRenderOptions { Width = view.Width, Height = view.Height }, ct);
        }

        // Down the picture is against up, and across follows, so that the normal is where the camera looks.
        Vector3D down = (view.Direction * Vector3D.Dot(view.Up, view.Direction) - view.Up).Normalized(), across = Vector3D.Cross(down, view.Direction);
        SlicePlane plane = SlicePlane.Covering(volume.Geometry, across, down, view.Target).Resized(view.Width, view.Height);
        using PixelFrame frame = isMpr
            ? volume.Reformat(plane, new ReformatOptions { Thickness = view.Slab, Slab = view.Mode(SlabMode.Mean) }, ct)
            : volume.Project(plane, view.Mode(SlabMode.Maximum), ct: ct);
        return await frame.RenderAsync(new RenderOptions { Window = view.Window }, ct).ConfigureAwait(false);
    }

    private static TransferFunction Preset(Volume volume, VolumeView view, string modality)
    {
        switch (view.Preset)
        {
            case "bone": return TransferFunction.CtBone;
            case "angiography": return TransferFunction.CtAngiography;
            case "lung": return TransferFunction.CtLung;
            case "soft-tissue": return TransferFunction.CtSoftTissue;
            case null when modality == "CT" && view.Window is null: return TransferFunction.CtBone;
            case null or "mr": break;
            default: throw new DicomWebException(StatusCodes.Status400BadRequest, "preset is bone, angiography, lung, soft-tissue or mr.");
        }

        // Values without a unit: the window says what is dark and what bright.
        VoiWindow window = view.Window ?? (volume.Windows.Count > 0 ? volume.Windows[0] : new VoiWindow(volume.Background + 500, 1000));
        return TransferFunction.Mr(window.Center - window.Width / 2, window.Center + window.Width / 2);
    }
}
