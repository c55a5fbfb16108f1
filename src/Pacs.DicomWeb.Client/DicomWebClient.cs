using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Talks to one DICOMweb service: QIDO-RS, WADO-RS, WADO-URI, STOW-RS, delete, storage commitment, change events.</summary>
/// <remarks>
/// Works on the caller's <see cref="HttpClient"/>: its base address is the service's, its handlers add tokens, certificates, proxies. Safe from any thread.
/// Everything large is streamed both ways. What may be thrown from each method is <see cref="DicomWebRequestException"/> (the server's error, or none
/// reached; <c>IsTransient</c> says whether another try can help) and <see cref="DicomDataException"/> (an answer that is malformed or beyond a limit).
/// Enumerations send nothing before they are begun, and leaving one early drops the connection.
/// </remarks>
public sealed class DicomWebClient : IDicomSource
{
    private readonly DicomWebTransport _transport;

    /// <summary>Makes a client; it connects when it is used.</summary>
    /// <param name="http">With the address of the service, such as <c>https://pacs.example/dicom-web</c>, as its base address. Not disposed.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">There is no base address.</exception>
    public DicomWebClient(HttpClient http, DicomWebClientOptions? options = null) => _transport = new DicomWebTransport(http, options ?? new DicomWebClientOptions());

    /// <summary>Address of the service, with a slash at its end.</summary>
    public Uri Address => _transport.Base;

    /// <summary>Searches (QIDO-RS, PS3.18 §10.6) for studies, series or instances, below the study and series that the query names by a single UID.</summary>
    /// <param name="query">What to find. A server that gives fewer results at once than asked for is asked for the next ones.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The matches as they come; what they hold is for the server to decide.</returns>
    /// <exception cref="ArgumentException">Patient level, which DICOMweb has not.</exception>
    public IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Level == QueryLevel.Patient) throw new ArgumentException("DICOMweb searches for studies, series and instances; not for patients.", nameof(query));
        return WebSearch.FindAsync(_transport, query, ct);
    }

    /// <summary>Retrieves instances (WADO-RS, PS3.18 §10.4.1) as they arrive.</summary>
    /// <param name="resource">A study, series or instance.</param>
    /// <param name="accept">The transfer syntax wanted; null for whatever is stored.</param>
    /// <param name="progress">Hears the bytes received so far.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The instances, each valid until the next is asked for.</returns>
    public IAsyncEnumerable<DicomWebPart> RetrieveAsync(DicomWebResource resource, TransferSyntax? accept = null, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        string type = $"multipart/related; type=\"application/dicom\"; transfer-syntax={accept?.Uid.Value ?? "*"}";
        return WebRetrieve.PartsAsync(_transport, _transport.At(resource.ToString()), type, progress, ct);
    }

    /// <summary>Retrieves instances (WADO-RS) as files in memory, one at a time. The caller disposes each.</summary>
    /// <inheritdoc cref="RetrieveAsync"/>
    public async IAsyncEnumerable<DicomFile> RetrieveFilesAsync(DicomWebResource resource, TransferSyntax? accept = null, IProgress<long>? progress = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (DicomWebPart part in RetrieveAsync(resource, accept, progress, ct).ConfigureAwait(false))
            yield return await part.LoadFileAsync(options: null, ct).ConfigureAwait(false);
    }

    /// <summary>Retrieves frames (PS3.18 §10.4.1.1.2).</summary>
    /// <param name="instance">An instance.</param>
    /// <param name="frameNumbers">Numbers from 1.</param>
    /// <param name="accept">The transfer syntax wanted; null for whatever is stored.</param>
    /// <param name="progress">Hears the bytes received so far.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The frames in the order asked for. Each owns pooled memory: dispose it.</returns>
    /// <exception cref="ArgumentException"><paramref name="instance"/> is none, or a number is below 1.</exception>
    public IAsyncEnumerable<EncodedFrame> RetrieveFramesAsync(DicomWebResource instance, IReadOnlyList<int> frameNumbers, TransferSyntax? accept = null, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(frameNumbers);
        if (frameNumbers.Any(number => number < 1)) throw new ArgumentException("Frames are numbered from 1.", nameof(frameNumbers));
        return WebRetrieve.FramesAsync(_transport, instance.RequireInstance(nameof(instance)), frameNumbers, accept, progress, ct);
    }

    /// <summary>Retrieves the metadata of one instance.</summary>
    /// <param name="instance">An instance.</param>
    /// <param name="format">How it goes over the wire.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Its data set; large values are <see cref="BulkValue"/>s with a URI.</returns>
    /// <exception cref="ArgumentException"><paramref name="instance"/> is none.</exception>
    public async ValueTask<DicomDataset> RetrieveMetadataAsync(DicomWebResource instance, MetadataFormat format = MetadataFormat.Json, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        await foreach (DicomDataset dataset in WebRetrieve.MetadataAsync(_transport, instance.RequireInstance(nameof(instance)), format, ct).ConfigureAwait(false)) return dataset;
        throw new DicomDataException("The server's answer has no metadata.");
    }

    /// <summary>Retrieves the metadata of all instances of a study or series, as they come.</summary>
    /// <inheritdoc cref="RetrieveMetadataAsync"/>
    /// <param name="resource">A study, series or instance.</param>
    /// <param name="format">How it goes over the wire.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<DicomDataset> RetrieveAllMetadataAsync(DicomWebResource resource, MetadataFormat format = MetadataFormat.Json, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return WebRetrieve.MetadataAsync(_transport, resource, format, ct);
    }

    /// <summary>Retrieves a large value that metadata names by URI.</summary>
    /// <param name="uri">The URI, absolute or relative to the service.</param>
    /// <param name="offset">First byte wanted.</param>
    /// <param name="length">Bytes wanted; null to the end. A server that knows no ranges sends the whole: see <see cref="DicomWebContent.IsPartial"/>.</param>
    /// <param name="progress">Hears the bytes received so far.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The value; dispose it.</returns>
    /// <exception cref="DicomDataException">The URI points to another host, which the options do not allow.</exception>
    public ValueTask<DicomWebContent> RetrieveBulkDataAsync(Uri uri, long offset = 0, long? length = null, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } count) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(length));
        RangeHeaderValue? range = offset == 0 && length is null ? null : new RangeHeaderValue(offset, length is { } bytes ? offset + bytes - 1 : null);
        // Not a list: Orthanc refuses any Accept of bulk data but one multipart type or this, whose default is a stream of bytes (PS3.18 §8.7.3.3).
        return WebRetrieve.ContentAsync(_transport, _transport.AtValue(uri), "*/*", range, progress, ct);
    }

    /// <summary>Retrieves a rendered image or thumbnail (PS3.18 §10.4.1.1.3, §10.4.1.1.4).</summary>
    /// <param name="resource">A study, series or instance; frames are chosen in the request.</param>
    /// <param name="request">How to render.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The image; dispose it.</returns>
    public ValueTask<DicomWebContent> RetrieveRenderedAsync(DicomWebResource resource, RenderRequest? request = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        request ??= new RenderRequest();
        if (request.FrameNumbers.Count > 0) resource.RequireInstance(nameof(resource));
        return WebRetrieve.ContentAsync(_transport, _transport.At(resource + request.Suffix), request.MediaType, range: null, progress: null, ct);
    }

    /// <summary>Retrieves an instance by WADO-URI (PS3.18 §9).</summary>
    /// <param name="instance">An instance.</param>
    /// <param name="request">What to have.</param>
    /// <param name="progress">Hears the bytes received so far.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The object; dispose it.</returns>
    public ValueTask<DicomWebContent> RetrieveByUriAsync(DicomWebResource instance, UriRequest? request = null, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        request ??= new UriRequest();
        Uri service = request.Service is null ? new Uri(Address.AbsoluteUri.TrimEnd('/')) : _transport.AtValue(request.Service);
        return WebRetrieve.ContentAsync(_transport, new Uri(service.AbsoluteUri + request.Query(instance.RequireInstance(nameof(instance)))), request.MediaType, range: null, progress, ct);
    }

    /// <summary>Stores files (STOW-RS, PS3.18 §10.5), several in a request, streamed whatever their size.</summary>
    /// <param name="uploads">The files; each is opened when its turn comes.</param>
    /// <param name="study">The study that all must belong to; null for any.</param>
    /// <param name="progress">Hears the bytes sent so far.</param>
    /// <param name="ct">Cancels; what was acknowledged before stays stored.</param>
    /// <returns>A result for each instance that the server tells of, request by request. A refusal is a result.</returns>
    public IAsyncEnumerable<DicomWebStoreResult> StoreAsync(IAsyncEnumerable<DicomWebUpload> uploads, DicomUid? study = null, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(uploads);
        return WebStore.StoreAsync(_transport, uploads, study, progress, ct);
    }

    /// <summary>Stores files (STOW-RS, PS3.18 §10.5), several in a request, streamed whatever their size.</summary>
    /// <inheritdoc cref="StoreAsync(IAsyncEnumerable{DicomWebUpload}, DicomUid?, IProgress{long}?, CancellationToken)"/>
    public IAsyncEnumerable<DicomWebStoreResult> StoreAsync(IEnumerable<DicomWebUpload> uploads, DicomUid? study = null, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(uploads);
        return WebStore.StoreAsync(_transport, uploads.ToAsyncEnumerable(), study, progress, ct);
    }

    /// <summary>Stores instances as metadata (JSON) and bulk data (PS3.18 §10.5.1.2), in one request.</summary>
    /// <param name="files">The instances, uncompressed.</param>
    /// <param name="inlineLimit">Values of up to this many bytes go in the metadata itself.</param>
    /// <param name="study">The study that all must belong to; null for any.</param>
    /// <param name="progress">Hears the bytes sent so far.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>A result for each instance.</returns>
    /// <exception cref="ArgumentException">A file has compressed or big endian pixel data.</exception>
    public async ValueTask<IReadOnlyList<DicomWebStoreResult>> StoreMetadataAsync(IReadOnlyList<DicomFile> files, int inlineLimit = 1024, DicomUid? study = null, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        return await WebStore.PostAsync(_transport, study, MetadataUpload.Parts(files, inlineLimit), "application/dicom+json", progress, ct).ConfigureAwait(false);
    }

    /// <summary>Deletes a study, series or instance, where the server allows it.</summary>
    public async ValueTask DeleteAsync(DicomWebResource resource, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        (await _transport.GetAsync(_transport.At(resource.ToString()), accept: null, ct, HttpMethod.Delete).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Retrieves the server's capabilities description (PS3.18 §8.9): <c>OPTIONS</c> on the service.</summary>
    /// <param name="mediaType">Form wanted.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The document; dispose it.</returns>
    public ValueTask<DicomWebContent> RetrieveCapabilitiesAsync(string mediaType = "application/vnd.sun.wadl+xml, application/json;q=0.9", CancellationToken ct = default) =>
        WebRetrieve.ContentAsync(_transport, Address, mediaType, range: null, progress: null, ct, HttpMethod.Options);

    /// <summary>Asks the server to commit to keeping instances (PS3.18 §13), and waits until it has an answer.</summary>
    /// <param name="instances">The instances.</param>
    /// <param name="ct">Cancels the wait.</param>
    public ValueTask<DicomWebCommitment> CommitAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return WebCommitment.RequestAsync(_transport, instances, DicomUid.NewUid(), ct);
    }

    /// <summary>Follows the changes of a server of this suite as Server-Sent Events, without an end. After a lost connection it goes on where it was.</summary>
    /// <param name="after">Sequence number of the last change known; 0 for all.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<DicomWebChange> ChangesAsync(long after = 0, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return WebEvents.StreamAsync(_transport, after, ct);
    }

    /// <summary>Follows the changes of a server of this suite over a WebSocket, until the server closes it. It is not reconnected.</summary>
    /// <param name="socket">A new socket, whose options may have headers and certificates: handlers of the HttpClient do not concern it.</param>
    /// <param name="after">Sequence number of the last change known; 0 for all.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<DicomWebChange> ChangesAsync(ClientWebSocket socket, long after = 0, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return WebEvents.SocketAsync(_transport, socket, invoker: null, after, ct);
    }
}
