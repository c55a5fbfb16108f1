using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The audit trail as requests write it: the container's sink, and what all entries have in common.</summary>
internal sealed class AuditTrail
{
    private static readonly AuditSource Usual = new("pacs", Type: AuditSourceType.WebServer);

    private readonly HttpContext _http;
    private readonly IAuditSink _sink;
    private readonly AuditBacklog _backlog;

    private AuditTrail(HttpContext http, IAuditSink sink, AuditBacklog backlog) => (_http, _sink, _backlog) = (http, sink, backlog);

    /// <summary>Null where nothing is audited.</summary>
    public static AuditTrail? Of(HttpContext http, AuditBacklog backlog) => http.RequestServices.GetService<IAuditSink>() is { } sink ? new AuditTrail(http, sink, backlog) : null;

    public AuditMessage Message(CodedConcept id, AuditAction action, AuditOutcome outcome, CodedConcept? type, string? description, IReadOnlyList<AuditParticipant> participants, IReadOnlyList<AuditObject> objects)
    {
        DateTimeOffset now = (_http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
        return new AuditMessage(new AuditEvent(id, action, now, outcome, type, description), participants, _http.RequestServices.GetService<AuditSource>() ?? Usual, objects);
    }

    /// <summary>Who asked, and from where.</summary>
    public static AuditParticipant User(HttpContext http, CodedConcept? role)
    {
        ClaimsPrincipal user = http.User;
        string? subject = user.FindFirstValue("sub") ?? user.FindFirstValue(ClaimTypes.NameIdentifier);
        string name = user.Identity?.Name is { Length: > 0 } known ? known : subject is { Length: > 0 } ? subject : "anonymous";
        IPAddress? address = http.Connection.RemoteIpAddress;
        return new AuditParticipant(name, IsRequestor: true)
        {
            AlternativeUserId = subject == name ? null : subject,
            NetworkAccessPoint = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
            Role = role,
        };
    }

    /// <summary>This server, by the URL that was called.</summary>
    public static AuditParticipant Server(HttpContext http, CodedConcept? role) =>
        new($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}", IsRequestor: false) { NetworkAccessPoint = http.Connection.LocalIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : http.Connection.LocalIpAddress?.ToString(), Role = role };

    /// <summary>Records an entry of what has happened: when that fails nothing can be undone, and it is told in the log. The answer waits for no other's entry.</summary>
    public ValueTask TryRecordAsync(AuditMessage message) => _backlog.LetGoAsync(TellAsync(_sink, message, _http.RequestServices.GetRequiredService<ILoggerFactory>()));

    // Without the request, which is over by then.
    private static async ValueTask TellAsync(IAuditSink sink, AuditMessage message, ILoggerFactory loggers)
    {
        try
        {
            await sink.RecordAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a sink is somebody else's code
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.AuditFailed(loggers.CreateLogger("Pacs.DicomWeb"), message.Event.Id.Meaning, failure);
        }
    }

    /// <summary>Records an entry, and waits until the sink has it.</summary>
    /// <exception cref="DicomWebException">The sink failed, in whatever way.</exception>
    public async ValueTask RecordAsync(AuditMessage message)
    {
        try
        {
            // Not cancelled with the request: that a client went away makes no access unseen.
            await _sink.RecordAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a sink is somebody else's code
        catch (Exception failure)
#pragma warning restore CA1031
        {
            throw new DicomWebException(StatusCodes.Status503ServiceUnavailable, "The access cannot be recorded in the audit trail, and is refused.", failure);
        }
    }
}
