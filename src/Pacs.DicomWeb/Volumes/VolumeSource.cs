using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Puts the instances of a series together as a volume.</summary>
internal static class VolumeSource
{
    /// <summary>The instances of a series that belong to one volume.</summary>
    /// <exception cref="DicomWebException">There are none.</exception>
    public static List<IndexEntry> Choose(List<IndexEntry> entries, string? phase)
    {
        List<IndexEntry> images = Representative.Images(entries);
        if (phase is not null)
        {
            IndexEntry reference = images.Find(i => i.Id.SopInstance.Value == phase) ?? throw new DicomWebException(StatusCodes.Status404NotFound, "volumeinputreference names no image of the series.");
            images = images.FindAll(i => Same(i, reference, DicomTag.TemporalPositionIdentifier) && Same(i, reference, DicomTag.AcquisitionNumber));
        }

        return images.Count > 0 ? images : throw new DicomWebException(StatusCodes.Status404NotFound, "There is no image.");
    }

    public static async Task<Volume> LoadAsync(ArchiveView archive, IReadOnlyList<IndexEntry> images, DicomWebOptions options)
    {
        var sources = new List<ImageSource>(images.Count);
        try
        {
            foreach (IndexEntry entry in images) sources.Add(await ImageSource.OpenAsync(archive, entry, CancellationToken.None).ConfigureAwait(false));
            var choices = new VolumeOptions
            {
                MaxLength = options.MaxVolumeLength,
                Decode = new DecodeOptions { Codecs = options.Transcoding.Codecs, Limits = options.Transcoding.Limits },
            };
            return await sources.ConvertAll(s => s.Frames).LoadVolumeAsync(choices, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DicomImageException none)
        {
            throw new DicomWebException(StatusCodes.Status406NotAcceptable, $"The series forms no volume: {none.Message}", none);
        }
        finally
        {
            foreach (ImageSource source in sources) await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool Same(IndexEntry a, IndexEntry b, DicomTag tag) => a.Attributes.GetString(tag) == b.Attributes.GetString(tag);
}
