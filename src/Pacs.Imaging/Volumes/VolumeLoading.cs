using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Makes volumes of series.</summary>
public static class VolumeLoading
{
    /// <summary>Puts a series together from frames that readers know: of many single-frame instances, or of one enhanced one.</summary>
    /// <param name="sources">The instances, in any order. They must stay open until the volume is there.</param>
    /// <param name="options">Limits and choices.</param>
    /// <param name="ct">Cancels reading and decoding.</param>
    /// <exception cref="DicomImageException">The images form no volume, or one beyond the limits; the message says why.</exception>
    /// <remarks>Frames are sorted by position (PS3.3 §C.7.6.2.1.1), not by number. A tilted gantry makes a leaning grid; uneven distances are interpolated; <see cref="Volume.Findings"/> says what was done.</remarks>
    public static Task<Volume> LoadVolumeAsync(this IReadOnlyList<FrameReader> sources, VolumeOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return new VolumeLoader(sources, options ?? VolumeOptions.Default).LoadAsync(ct);
    }

    /// <summary>Puts the files of a series together; see <see cref="LoadVolumeAsync(IReadOnlyList{FrameReader}, VolumeOptions?, CancellationToken)"/>. Files without pixel data are passed over.</summary>
    /// <exception cref="DicomImageException">The images form no volume, or one beyond the limits; the message says why.</exception>
    public static async Task<Volume> LoadVolumeAsync(this IEnumerable<DicomFile> files, VolumeOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var readers = new List<FrameReader>();
        foreach (DicomFile file in files)
            if (file.Dataset.Contains(DicomTag.PixelData) || file.Dataset.Contains(DicomTag.FloatPixelData) || file.Dataset.Contains(DicomTag.DoubleFloatPixelData))
                readers.Add(await FrameReader.CreateAsync(file, ct).ConfigureAwait(false));
        return await readers.LoadVolumeAsync(options, ct).ConfigureAwait(false);
    }
}
