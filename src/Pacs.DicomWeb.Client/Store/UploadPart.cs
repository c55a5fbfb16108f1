namespace Pacs.DicomWeb.Client;

/// <summary>One part of a store request.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="Length">Its length in bytes; null when unknown.</param>
/// <param name="WriteAsync">Writes its content; may be called again when the request is sent again.</param>
internal sealed record UploadPart(IReadOnlyList<KeyValuePair<string, string>> Headers, long? Length, Func<Stream, CancellationToken, Task> WriteAsync)
{
    public static UploadPart Of(DicomWebUpload upload) => new([new("Content-Type", "application/dicom")], upload.Length, upload.WriteToAsync);

    public static UploadPart Of(string contentType, ReadOnlyMemory<byte> bytes, string? location = null)
    {
        List<KeyValuePair<string, string>> headers = [new("Content-Type", contentType)];
        if (location is not null) headers.Add(new("Content-Location", location));
        return new UploadPart(headers, bytes.Length, (output, ct) => output.WriteAsync(bytes, ct).AsTask());
    }
}
