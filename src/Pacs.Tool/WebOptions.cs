using System.CommandLine;
using System.Net.Http.Headers;
using Pacs.Core;
using Pacs.DicomWeb.Client;

namespace Pacs.Tool;

/// <summary>Which DICOMweb service and how: what qido, wado and stow share.</summary>
internal sealed class WebOptions
{
    private readonly Argument<string> _service = new("url") { Description = "The service, e.g. http://127.0.0.1:8080/dicom-web." };
    private readonly Option<string?> _token = new("--token") { Description = "Bearer token; PACS_TOKEN in the environment does the same and is seen by nobody else." };
    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "NAME: VALUE, sent with each request (repeatable)." };
    private readonly Option<int> _timeout = new("--timeout") { Description = "Seconds to wait for an answer to begin.", DefaultValueFactory = static _ => 100 };

    public void AddTo(Command command)
    {
        command.Add(_service);
        command.Add(_token);
        command.Add(_headers);
        command.Add(_timeout);
    }

    /// <summary>The client; dispose the second.</summary>
    /// <exception cref="ToolException">The address or a header is none.</exception>
    public (DicomWebClient Web, HttpClient Http) Connect(ParseResult result)
    {
        string text = result.GetValue(_service)!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")) throw new ToolException($"'{text}' is no http or https address.", ExitCode.Usage);
        int seconds = result.GetValue(_timeout);
        if (seconds <= 0) throw new ToolException("--timeout is a positive number of seconds.", ExitCode.Usage);
        // Its timeout would cut large transfers off, so it only bounds connecting; the rest is Ctrl-C's.
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(Math.Min(seconds, 30)), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) };
        var http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(seconds) };
        string? token = result.GetValue(_token) ?? Environment.GetEnvironmentVariable("PACS_TOKEN");
        if (!string.IsNullOrEmpty(token)) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (string header in result.GetValue(_headers) ?? [])
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !http.DefaultRequestHeaders.TryAddWithoutValidation(header[..colon].Trim(), header[(colon + 1)..].Trim())) throw new ToolException("--header is NAME: VALUE.", ExitCode.Usage);
        }

        return (new DicomWebClient(http), http);
    }

    /// <summary>A UID of an option.</summary>
    /// <exception cref="ToolException">None.</exception>
    public static DicomUid? Uid(string? text) => text is null ? null : DicomUid.IsValid(text) ? new DicomUid(text) : throw new ToolException($"'{text}' is no UID.", ExitCode.Usage);
}
