namespace Pacs.DicomWeb.Client;

/// <summary>One part of a multipart body. Valid until the next one is asked for.</summary>
public sealed class MultipartPart
{
    private readonly PartStream _content;

    internal MultipartPart(MultipartHeaders headers, PartStream content)
    {
        Headers = headers;
        _content = content;
    }

    /// <summary>The headers.</summary>
    public MultipartHeaders Headers { get; }

    /// <summary>The content, read forward once; it need not be read to its end. Its reads throw what <see cref="MultipartReader.ReadNextAsync"/> does.</summary>
    public Stream Content => _content;

    internal ValueTask DrainAsync(CancellationToken ct) => _content.DrainAsync(ct);
}
