using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The audit of one request (PS3.15 §A.5.3): what it was, decided from its route, its outcome and what it touched.</summary>
internal sealed class AccessAudit(AuditTrail trail, HttpContext http, DicomWebRoute route, bool isRequired)
{
    private bool _isAnnounced;

    /// <summary>What was touched.</summary>
    public AuditSubjects Touched { get; } = new();

    /// <summary>What was to be stored, and was not.</summary>
    public AuditSubjects Refused { get; } = new();

    /// <summary>Before a byte is read or given: where the trail is required, what cannot be recorded does not happen. To be called again, or for the first time, when it is known what is touched.</summary>
    /// <param name="isLocated">Whether that is known by now.</param>
    /// <exception cref="DicomWebException">It cannot be recorded.</exception>
    public async ValueTask AnnounceAsync(bool isLocated)
    {
        // What stays open for hours is told when it begins.
        if (!(isRequired || route.IsSocket) || _isAnnounced || route.Operation == DicomWebOperation.Describe) return;
        // Search and store begin before anything is looked up, the others after.
        if (!isLocated && route.Operation is DicomWebOperation.Retrieve or DicomWebOperation.Delete) return;
        _isAnnounced = true;
        if (route.Operation == DicomWebOperation.Search)
        {
            AuditMessage query = Query(AuditOutcome.Success, null);
            if (isRequired) await trail.RecordAsync(query).ConfigureAwait(false);
            else await trail.TryRecordAsync(query).ConfigureAwait(false);
            return;
        }

        foreach (IReadOnlyList<AuditObject> patient in About(Touched))
            await trail.RecordAsync(trail.Message(AuditEventId.BeginTransferring, AuditAction.Execute, AuditOutcome.Success, null, null, Participants(), patient)).ConfigureAwait(false);
    }

    /// <summary>Records what has happened.</summary>
    /// <param name="status">HTTP status of the answer.</param>
    /// <param name="reason">Why it is not what was asked for, or null.</param>
    public async ValueTask CompleteAsync(int status, string? reason)
    {
        AuditOutcome outcome = status >= 500 ? AuditOutcome.SeriousFailure : status >= 400 ? AuditOutcome.MinorFailure : AuditOutcome.Success;
        if (route.Operation == DicomWebOperation.Describe) return;
        if (route.Operation == DicomWebOperation.Search)
        {
            // The entry tells that the query was asked, not what came of it (§A.5.3.10): once is enough, unless it failed.
            if (!_isAnnounced || outcome != AuditOutcome.Success) await trail.TryRecordAsync(Query(outcome, reason)).ConfigureAwait(false);
            return;
        }

        // What succeeded in part is two entries (§A.5.2).
        if (!Touched.IsEmpty || Refused.IsEmpty) await RecordAsync(Touched, outcome == AuditOutcome.MinorFailure && !Touched.IsEmpty && route.Operation == DicomWebOperation.Store ? AuditOutcome.Success : outcome, reason).ConfigureAwait(false);
        if (!Refused.IsEmpty) await RecordAsync(Refused, AuditOutcome.MinorFailure, reason ?? "The instances were not stored.").ConfigureAwait(false);
    }

    private async ValueTask RecordAsync(AuditSubjects record, AuditOutcome outcome, string? reason)
    {
        (CodedConcept id, AuditAction action) = route.Operation switch
        {
            DicomWebOperation.Store when !route.TakesInstances => (AuditEventId.InstancesAccessed, AuditAction.Read), // commitment: they are read through
            DicomWebOperation.Store => (AuditEventId.InstancesTransferred, AuditAction.Create),
            // A rejection removes nothing, and hides it from all.
            DicomWebOperation.Delete when route.Method != "DELETE" || http.Request.RouteValues.ContainsKey("series") => (AuditEventId.InstancesAccessed, AuditAction.Delete),
            DicomWebOperation.Delete => (AuditEventId.StudyDeleted, AuditAction.Delete),
            // Pictures are looked at; instances, frames and metadata are handed over.
            _ => (route.IsPicture ? AuditEventId.InstancesAccessed : AuditEventId.InstancesTransferred, AuditAction.Read),
        };
        foreach (IReadOnlyList<AuditObject> patient in About(record))
            await trail.TryRecordAsync(trail.Message(id, action, outcome, null, reason, Participants(), patient)).ConfigureAwait(false);
    }

    // Who gives is the source, who takes the destination (§A.5.3.7).
    private AuditParticipant[] Participants() => route.Operation is DicomWebOperation.Retrieve
        ? [AuditTrail.User(http, AuditRole.Destination), AuditTrail.Server(http, AuditRole.Source)]
        : [AuditTrail.User(http, AuditRole.Source), AuditTrail.Server(http, AuditRole.Destination)];

    // Where nothing was found, what was asked for: it is the same whether there is none, or none for this user.
    private IEnumerable<IReadOnlyList<AuditObject>> About(AuditSubjects record)
    {
        if (!record.IsEmpty) return record.ByPatient();
        return http.Request.RouteValues.TryGetValue("study", out object? value) && value is string text && Uids.TryParse(text, out DicomUid study)
            ? [[AuditObject.Study(study), AuditObject.Patient(string.Empty)]]
            : [[AuditObject.Resource($"{http.Request.PathBase}{http.Request.Path}", "DICOMweb")]];
    }

    private AuditMessage Query(AuditOutcome outcome, string? reason) => trail.Message(
        AuditEventId.Query, AuditAction.Execute, outcome, null, reason, Participants(),
        [AuditObject.WebQuery($"{http.Request.PathBase}{http.Request.Path}{WithoutToken(http.Request)}")]);

    // A browser's WebSocket may bring its token in the query: who reads the trail is not to have it.
    private static QueryString WithoutToken(HttpRequest request) => request.Query.ContainsKey("access_token")
        ? QueryString.Create(request.Query.Where(static p => !p.Key.Equals("access_token", StringComparison.OrdinalIgnoreCase)))
        : request.QueryString;
}
