using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>A stored image, open to be drawn: its frames by range, and the header that says how they are shown.</summary>
internal sealed class ImageSource : IAsyncDisposable
{
    private readonly IEncodedDataset _stored;

    private ImageSource(IEncodedDataset stored, UInt128 content, FrameReader frames, DicomDataset header)
    {
        _stored = stored;
        Content = content;
        Frames = frames;
        Header = header;
    }

    /// <summary>Hash of what is stored.</summary>
    public UInt128 Content { get; }

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
            return new ImageSource(stored, entry.ContentHash, frames, header);
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

    /// <summary>Reads and decodes a frame, and those of other data types that it is blended with. The caller disposes it; the source may be closed before.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="options">Codecs and limits.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<ReadyFrame> LoadAsync(int frame, DecodeOptions options, CancellationToken ct)
    {
        using EncodedFrame encoded = await Frames.ReadAvailableAsync(frame, ct).ConfigureAwait(false);
        PixelFrame pixels = DicomImage.Decode(encoded, Header, options, ct);
        try
        {
            DisplayAttributes attributes = await DisplayAttributes.LoadAsync(new FrameSource(Header, frame), pixels.Layout, ct).ConfigureAwait(false);
            IReadOnlyList<PixelFrame> others = attributes.EnhancedPalette is null ? [] : await Frames.DecodeDataFramesAsync(frame, options, ct).ConfigureAwait(false);
            return new ReadyFrame(Header, pixels, attributes, others, frame, Frames.ValueOffset ?? 0);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _stored.DisposeAsync();
}
