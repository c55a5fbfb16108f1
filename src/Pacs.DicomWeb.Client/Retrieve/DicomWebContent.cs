namespace Pacs.DicomWeb.Client;

/// <summary>One answer that is a single body: bulk data, a rendered image, an object by WADO-URI, a capabilities document. Dispose it to give the connection back.</summary>
public sealed class DicomWebContent : IAsyncDisposable, IDisposable
{
    internal DicomWebContent(HttpResponseMessage response, Stream content, string? mediaType)
    {
        Content = content;
        MediaType = mediaType;
        Length = response.Content.Headers.ContentLength;
        IsPartial = response.StatusCode == System.Net.HttpStatusCode.PartialContent;
        RangeStart = response.Content.Headers.ContentRange?.From;
        TotalLength = response.Content.Headers.ContentRange?.Length ?? (IsPartial ? null : Length);
        ETag = response.Headers.ETag?.ToString();
    }

    /// <summary>The bytes, read forward once.</summary>
    public Stream Content { get; }

    /// <summary>Media type in lower case, without parameters; null when the server gave none.</summary>
    public string? MediaType { get; }

    /// <summary>Bytes of this answer; null when the server does not say.</summary>
    public long? Length { get; }

    /// <summary>Whether this is the range that was asked for; false when the server sent the whole.</summary>
    public bool IsPartial { get; }

    /// <summary>Where the range begins, in bytes from the start; null without one.</summary>
    public long? RangeStart { get; }

    /// <summary>Bytes of the whole; null when the server does not say.</summary>
    public long? TotalLength { get; }

    /// <summary>Entity tag, or null.</summary>
    public string? ETag { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
