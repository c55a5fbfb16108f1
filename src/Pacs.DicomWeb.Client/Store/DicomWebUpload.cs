using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>One DICOM file to be stored: opened when its turn comes, streamed, never held in memory as a whole.</summary>
public sealed class DicomWebUpload
{
    private readonly Func<CancellationToken, ValueTask<Stream>>? _open;
    private readonly DicomFile? _file;

    private DicomWebUpload(string? path, long? length, Func<CancellationToken, ValueTask<Stream>>? open, DicomFile? file)
    {
        Path = path;
        Length = length;
        _open = open;
        _file = file;
    }

    /// <summary>The file it comes from; null for one from elsewhere.</summary>
    public string? Path { get; }

    /// <summary>Length in bytes; null when unknown until it is sent.</summary>
    public long? Length { get; }

    /// <summary>A file on disk.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static DicomWebUpload FromPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var info = new FileInfo(path);
        if (!info.Exists) throw new FileNotFoundException("There is no such file.", path);
        return new DicomWebUpload(path, info.Length, _ => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan)), null);
    }

    /// <summary>A file in memory or opened; written as it is then. Must stay undisposed until the result is there.</summary>
    public static DicomWebUpload FromFile(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new DicomWebUpload(null, null, null, file);
    }

    /// <summary>A stream of a DICOM file.</summary>
    /// <param name="open">Opens it from the start; called again when the request is sent again. The stream is disposed after use.</param>
    /// <param name="length">Its length in bytes, or null.</param>
    public static DicomWebUpload FromStream(Func<CancellationToken, ValueTask<Stream>> open, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new DicomWebUpload(null, length, open, null);
    }

    internal async Task WriteToAsync(Stream output, CancellationToken ct)
    {
        if (_file is not null)
        {
            await _file.SaveAsync(output, ct).ConfigureAwait(false);
            return;
        }

        Stream input = await _open!(ct).ConfigureAwait(false);
        await using (input.ConfigureAwait(false)) await input.CopyToAsync(output, 128 * 1024, ct).ConfigureAwait(false);
    }
}
