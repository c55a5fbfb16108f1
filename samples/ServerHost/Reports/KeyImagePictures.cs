using System.Buffers;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.ServerHost;

/// <summary>Draws the key images of a report and finds out what they are.</summary>
internal static class KeyImagePictures
{
    private const int MostPixels = 900;

    /// <summary>The references, in order; null when one is not in the study.</summary>
    public static async Task<InstanceReference[]?> ResolveAsync(DicomArchive archive, DicomUid study, IReadOnlyList<KeyImage> images, CancellationToken ct)
    {
        var known = new Dictionary<string, IndexEntry>();
        if (images.Count > 0)
            await foreach (IndexEntry entry in archive.LocateAsync(new InstanceSelector { Studies = [study], Instances = [.. images.Select(static image => new DicomUid(image.SopUid)).Distinct()] }, ct))
                known[entry.Id.SopInstance.ToString()] = entry;
        var found = new InstanceReference[images.Count];
        for (int i = 0; i < found.Length; i++)
        {
            if (!known.TryGetValue(images[i].SopUid, out IndexEntry? entry)) return null;
            found[i] = new InstanceReference(entry.Study, entry.Series, entry.Id);
        }

        return found;
    }

    /// <summary>The pictures as JPEG; null for one that cannot be drawn, which must not keep a report from being written.</summary>
    public static async Task<byte[]?[]> DrawAsync(DicomArchive archive, DicomUid study, IReadOnlyList<KeyImage> images, CancellationToken ct)
    {
        var pictures = new byte[]?[images.Count];
        for (int i = 0; i < pictures.Length; i++)
        {
            await foreach (DicomFile file in archive.RetrieveAsync(new InstanceSelector { Studies = [study], Instances = [new DicomUid(images[i].SopUid)] }, ct))
                pictures[i] = await DrawAsync(file, images[i].FrameNumber, ct);
        }

        return pictures;
    }

    private static async Task<byte[]?> DrawAsync(DicomFile file, int frameNumber, CancellationToken ct)
    {
        using (file)
        {
            try
            {
                using PixelFrame frame = await DicomImage.DecodeAsync(file, frameNumber - 1, ct: ct);
                double scale = Math.Min(1, (double)MostPixels / Math.Max(frame.Layout.Rows, frame.Layout.Columns));
                using RenderedImage image = await frame.RenderAsync(new RenderOptions { Width = Math.Max(1, (int)(frame.Layout.Columns * scale)) }, ct);
                var output = new ArrayBufferWriter<byte>();
                image.WriteJpeg(output, 92, ct);
                return output.WrittenSpan.ToArray();
            }
            catch (Exception failure) when (failure is DicomException or ArgumentOutOfRangeException)
            {
                return null;
            }
        }
    }
}
