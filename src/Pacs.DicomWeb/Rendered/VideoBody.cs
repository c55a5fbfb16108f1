using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Videos as they are stored: a browser plays MP4 and asks for it by ranges.</summary>
internal static class VideoBody
{
    /// <summary>False when the instance is no video, or the client takes none.</summary>
    public static async ValueTask<bool> TryWriteAsync(DicomWebContext context, IndexEntry entry)
    {
        string type = MediaTypes.OfFrame(entry.TransferSyntax);
        if (!type.StartsWith("video/", StringComparison.Ordinal)) return false;
        // Only the video is there: there is no decoder that would make pictures of it.
        PictureType.Choose(context.Request, [type]);
        if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag([entry], "video"), ConditionalRequest.Immutable)) return true;
        await WriteAsync(context, entry, type).ConfigureAwait(false);
        return true;
    }

    public static async ValueTask WriteAsync(DicomWebContext context, IndexEntry entry, string type)
    {
        IEncodedDataset stored = await context.Archive.Archive.OpenAsync(entry, context.Aborted).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            FrameReader reader = await FrameReader.CreateAsync(stored, context.Aborted).ConfigureAwait(false);
            IReadOnlyList<ByteRange> ranges = await reader.GetRangesAsync(0, context.Aborted).ConfigureAwait(false);
            long length = ranges.Sum(r => r.Length);
            await RangedBody.WriteAsync(context, type, length, (offset, count) => RangedBody.CopyAsync(context, stored, reader.ValueOffset ?? 0, ranges, offset, count)).ConfigureAwait(false);
        }
    }
}
