using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>One instance of an answer, as it arrives. Valid until the next one is asked for.</summary>
public sealed class DicomWebPart
{
    private readonly int _maxLength;

    internal DicomWebPart(string? mediaType, TransferSyntax? syntax, Uri? location, Stream content, int maxLength)
    {
        MediaType = mediaType;
        TransferSyntax = syntax;
        Location = location;
        Content = content;
        _maxLength = maxLength;
    }

    /// <summary>Media type in lower case, without parameters; null when the server gave none.</summary>
    public string? MediaType { get; }

    /// <summary>Transfer syntax that the server named; null when it named none, as most do for <c>application/dicom</c>.</summary>
    public TransferSyntax? TransferSyntax { get; }

    /// <summary>Where the part is to be had by itself; null when the server does not say.</summary>
    public Uri? Location { get; }

    /// <summary>The bytes, read forward once: a DICOM file for <c>application/dicom</c>. Reads throw <see cref="DicomWebRequestException"/> when the connection is lost, and <see cref="DicomDataException"/> when the body is malformed.</summary>
    public Stream Content { get; }

    /// <summary>Reads the part as a DICOM file into memory.</summary>
    /// <exception cref="DicomDataException">No DICOM file, or too long for the client's limit.</exception>
    public async ValueTask<DicomFile> LoadFileAsync(DicomReadOptions? options = null, CancellationToken ct = default)
    {
        using PooledBuffer buffer = await PooledBuffer.ReadAsync(Content, _maxLength, ct).ConfigureAwait(false);
        return DicomFile.Parse(buffer.Written.ToArray(), options);
    }

    /// <summary>Writes the part to a file, which appears only when it is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async ValueTask SaveAsync(string path, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false)) await Content.CopyToAsync(file, ct).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
