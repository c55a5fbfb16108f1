using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>A stored image, open to be drawn: its frames by range, and the header that says how they are shown.</summary>
internal sealed class ImageSource : IAsyncDisposable
{
    private readonly IEncodedDataset _stored;

    private ImageSource(IEncodedDataset stored, FrameReader frames, DicomDataset header)
    {
        _stored = stored;
        Frames = frames;
        Header = header;
    }

    public FrameReader Frames { get; }

    /// <summary>The header with palettes, tables and overlays in it.</summary>
    public DicomDataset Header { get; }

    /// <exception cref="DicomWebException">It is no image.</exception>
    public static async ValueTask<ImageSource> OpenAsync(ArchiveView archive, IndexEntry entry, CancellationToken ct)
    {
        IEncodedDataset stored = await archive.Archive.OpenAsync(entry, ct).ConfigureAwait(false);
        try
        {
            FrameReader frames = await FrameReader.CreateAsync(stored, ct).ConfigureAwait(false);
            DicomDataset header = frames.Dataset;
            // Large tables and overlays were passed over on the way to the pixels: they are needed now.
            if (header.Any(element => element.Bulk is { IsAvailable: false })) header = (await HeaderLoader.ReadAsync(archive, entry, ct).ConfigureAwait(false)).Dataset;
            return new ImageSource(stored, frames, header);
        }
        catch (DicomDataException none) when (none.Tag == DicomTag.PixelData)
        {
            await stored.DisposeAsync().ConfigureAwait(false);
            throw new DicomWebException(StatusCodes.Status404NotFound, "The instance is no image.", none);
        }
        catch
        {
            await stored.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads and decodes a frame. The caller disposes it.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="options">Codecs and limits.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<PixelFrame> DecodeAsync(int frame, DecodeOptions options, CancellationToken ct)
    {
        using EncodedFrame encoded = await Frames.ReadAvailableAsync(frame, ct).ConfigureAwait(false);
        return DicomImage.Decode(encoded, Header, options, ct);
    }

    /// <summary>Reads and decodes the frames of other data types that a frame is blended with. The caller disposes them.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="options">Codecs and limits.</param>
    /// <param name="ct">Cancels.</param>
    public ValueTask<IReadOnlyList<PixelFrame>> DecodeDataFramesAsync(int frame, DecodeOptions options, CancellationToken ct) => Frames.DecodeDataFramesAsync(frame, options, ct);

    public ValueTask DisposeAsync() => _stored.DisposeAsync();
}
