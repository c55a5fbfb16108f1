using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Sends requests: the service's base, retries of what is transient, and errors with a type.</summary>
internal sealed class DicomWebTransport
{
    private const int MaxDetailLength = 4096;
    private readonly HttpClient _http;
    private readonly Uri _base;

    public DicomWebTransport(HttpClient http, DicomWebClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        Uri address = http.BaseAddress ?? throw new ArgumentException("The HttpClient has no BaseAddress: that of the DICOMweb service.", nameof(http));
        // Without the slash, a relative path would replace the last segment.
        _base = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        _http = http;
        Options = options;
    }

    public DicomWebClientOptions Options { get; }

    public Uri Base => _base;

    public Uri At(string path) => new(_base, path);

    /// <summary>The address of a value that metadata gives: below the service, or elsewhere on its host.</summary>
    /// <exception cref="DicomDataException">At another host, which is not allowed.</exception>
    public Uri AtValue(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        Uri full = uri.IsAbsoluteUri ? uri : new Uri(_base, uri);
        bool isOwn = Uri.Compare(full, _base, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
        if (full.Scheme is not ("http" or "https") || (!isOwn && !Options.AllowForeignBulkData))
            throw new DicomDataException("The URI of a value points to another host than the service's.");
        return full;
    }

    /// <summary>Sends and returns the answer once its headers are there, whatever the status, but for statuses that retries are for.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">Where.</param>
    /// <param name="prepare">Adds headers.</param>
    /// <param name="content">Makes the body for each try; null for none.</param>
    /// <param name="canRepeat">Whether the body can be made again.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DicomWebRequestException">No answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, Action<HttpRequestHeaders>? prepare, Func<HttpContent>? content, bool canRepeat, CancellationToken ct)
    {
        // PS3.18's POST requests are not idempotent; GET, HEAD, OPTIONS, PUT and DELETE are (RFC 9110 §9.2.2).
        bool isIdempotent = method != HttpMethod.Post && canRepeat;
        for (int attempt = 0; ; attempt++)
        {
            bool isLast = attempt >= Options.MaxRetries || !canRepeat;
            TimeSpan wait;
            try
            {
                using var request = new HttpRequestMessage(method, uri) { Content = content?.Invoke() };
                prepare?.Invoke(request.Headers);
                HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
                if (isLast || !IsWorthRepeating(response.StatusCode, isIdempotent)) return response;
                wait = RetryAfter(response) ?? Delay(attempt);
                if (wait > Options.MaxRetryDelay) return response;
                response.Dispose();
            }
            catch (HttpRequestException lost)
            {
                bool wasSent = lost.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError);
                if (isLast || (wasSent && !isIdempotent) || lost.HttpRequestError is HttpRequestError.SecureConnectionError) throw Lost(method, uri, lost);
                wait = Delay(attempt);
            }
            catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
            {
                // HttpClient.Timeout
                throw Lost(method, uri, late);
            }

            await Task.Delay(wait, Options.TimeProvider, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request without a body and returns its answer, which is a success.</summary>
    /// <exception cref="DicomWebRequestException">No answer, or an error.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri uri, string? accept, CancellationToken ct, HttpMethod? method = null, Action<HttpRequestHeaders>? prepare = null)
    {
        HttpResponseMessage response = await SendAsync(method ?? HttpMethod.Get, uri, headers =>
        {
            if (accept is not null) headers.TryAddWithoutValidation("Accept", accept);
            prepare?.Invoke(headers);
        }, content: null, canRepeat: true, ct).ConfigureAwait(false);
        return await RequireSuccessAsync(response, ct).ConfigureAwait(false);
    }

    /// <summary>The answer itself when it is a success; else disposes it and throws.</summary>
    public async Task<HttpResponseMessage> RequireSuccessAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            string? detail = await DetailAsync(response, ct).ConfigureAwait(false);
            bool isTransient = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            throw new DicomWebRequestException(
                $"{Describe(response.RequestMessage?.Method, response.RequestMessage?.RequestUri)} was answered with {(int)response.StatusCode} {Printable(response.ReasonPhrase)}.",
                response.StatusCode, isTransient, detail, RetryAfter(response));
        }
    }

    /// <summary>What a connection lost while a body was read, or written, is told as.</summary>
    public DicomWebRequestException Lost(HttpMethod? method, Uri? uri, Exception cause) => new(
        cause is OperationCanceledException ? $"{Describe(method, uri)} took too long." : $"{Describe(method, uri)} failed: {(cause as HttpRequestException)?.HttpRequestError.ToString() ?? cause.GetType().Name}.",
        status: null, isTransient: (cause as HttpRequestException)?.HttpRequestError is not HttpRequestError.SecureConnectionError, innerException: cause);

    private static bool IsWorthRepeating(HttpStatusCode status, bool isIdempotent) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        || (isIdempotent && status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout);

    private TimeSpan Delay(int attempt)
    {
        double ticks = Options.RetryDelay.Ticks * Math.Pow(2, attempt);
        return TimeSpan.FromTicks((long)Math.Min(ticks, Options.MaxRetryDelay.Ticks));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter is not { } after ? null : after.Delta ?? after.Date - Options.TimeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    // The path names UIDs; parameters may name patients and stay out.
    private string Describe(HttpMethod? method, Uri? uri)
    {
        string path = uri is null ? string.Empty : uri.GetComponents(UriComponents.Path, UriFormat.UriEscaped);
        string own = _base.GetComponents(UriComponents.Path, UriFormat.UriEscaped);
        return $"{method} {(path.StartsWith(own, StringComparison.Ordinal) ? path[own.Length..] : path)}".TrimEnd();
    }

    private static string Printable(string? reason) => reason is null ? string.Empty : string.Concat(reason.Take(80).Where(c => c is >= ' ' and <= '~'));

    private static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            byte[] bytes = new byte[MaxDetailLength];
            int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
            return read == 0 ? null : Encoding.UTF8.GetString(bytes, 0, read);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
