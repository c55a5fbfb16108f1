using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>The audit trail of the DICOM services (PS3.15 §A.5.3). What is received is told when its association ends, or goes on to another patient: an entry for each image would be one for each of a thousand.</summary>
/// <remarks>A sink that fails is told of in the log, and stops nothing: images that a modality cannot send are lost.</remarks>
internal sealed class DimseAudit(IAuditSink sink, AuditSource source, string aeTitle, TimeProvider time, ILoggerFactory? loggers) : IAssociationObserver
{
    private static readonly CodedConcept NodeAuthentication = new("110126", "DCM", "Node Authentication");

    private readonly ILogger _logger = loggers?.CreateLogger("Pacs.Server") ?? NullLogger.Instance;
    private readonly ConcurrentDictionary<AssociationInfo, Received> _received = new();
    private readonly ConcurrentDictionary<Task, bool> _recording = new();

    /// <summary>A query was asked (§A.5.3.10).</summary>
    public ValueTask QueriedAsync(FindRequest request)
    {
        var identifier = new ArrayBufferWriter<byte>();
        try
        {
            request.Identifier.WriteTo(identifier, TransferSyntax.ExplicitVRLittleEndian);
        }
        catch (DicomDataException)
        {
            // What came cannot be written again: the entry tells of the query without it.
            identifier.ResetWrittenCount();
        }

        return RecordAsync(Message(AuditEventId.Query, AuditAction.Execute, AuditOutcome.Success, null,
            [Peer(request.Association, isRequestor: true, AuditRole.Source), Self(AuditRole.Destination)],
            [AuditObject.DicomQuery(request.SopClass, identifier.WrittenMemory, TransferSyntax.ExplicitVRLittleEndian.Uid)]));
    }

    /// <summary>Instances are about to be sent (§A.5.3.3): how many arrive, their receiver tells.</summary>
    public async ValueTask RetrievingAsync(RetrieveRequest request, AuditSubjects subjects)
    {
        AuditParticipant peer = Peer(request.Association, isRequestor: true, request.Destination is null ? AuditRole.Destination : null);
        AuditParticipant[] participants = request.Destination is { } elsewhere
            ? [Self(AuditRole.Source), AuditParticipant.Node(elsewhere.AeTitle, isRequestor: false, elsewhere.Host, AuditRole.Destination), peer]
            : [Self(AuditRole.Source), peer];
        foreach (IReadOnlyList<AuditObject> patient in subjects.ByPatient())
            await RecordAsync(Message(AuditEventId.BeginTransferring, AuditAction.Execute, AuditOutcome.Success, null, participants, patient)).ConfigureAwait(false);
    }

    /// <summary>An instance was received, or refused.</summary>
    public void Stored(StoreRequest request, StoreOutcome outcome)
    {
        Received received = _received.GetOrAdd(request.Association, static _ => new Received());
        (AuditSubjects Subjects, bool IsStored)? finished = received.Add(request, outcome);
        if (finished is { } before) Tell(request.Association, before.Subjects, before.IsStored);
    }

    public void Accepted(AssociationInfo association)
    {
    }

    /// <summary>A node that was not let in is a security alert (§A.5.3.11). What was refused for want of room, or because it was no valid request, says nothing of who may enter.</summary>
    public void Refused(AssociationRefusal refusal)
    {
        if (refusal.Proposal is not { } proposal || refusal.Rejection is not { } rejection || !IsOfIdentity(rejection.Reason)) return;
        string description = $"Association refused: {refusal.Reason}";
        Track(RecordAsync(Message(
            AuditEventId.SecurityAlert, AuditAction.Execute, AuditOutcome.MinorFailure, description,
            // Who reports, and who did it, which is never the requestor of an alert.
            [Self(null), AuditParticipant.Node(proposal.CallingAe, isRequestor: false, Address(refusal.RemoteEndPoint))],
            [AuditObject.Resource($"dicom://{proposal.CalledAe}", "DICOM association") with { Details = [new("Alert Description", Encoding.UTF8.GetBytes(description))] }],
            NodeAuthentication)));
    }

    public void Ended(AssociationInfo association)
    {
        if (!_received.TryRemove(association, out Received? received)) return;
        if (received.Take() is { } rest) Tell(association, rest.Subjects, rest.IsStored);
    }

    /// <summary>Waits until everything is recorded.</summary>
    public async ValueTask DrainAsync()
    {
        foreach (AssociationInfo association in _received.Keys) Ended(association);
        await Task.WhenAll(_recording.Keys).ConfigureAwait(false);
    }

    // §A.5.3.7. C: what came was not here before.
    private void Tell(AssociationInfo association, AuditSubjects subjects, bool isStored)
    {
        AuditParticipant[] participants = [Peer(association, isRequestor: true, AuditRole.Source), Self(AuditRole.Destination)];
        foreach (IReadOnlyList<AuditObject> patient in subjects.ByPatient())
            Track(RecordAsync(Message(AuditEventId.InstancesTransferred, AuditAction.Create, isStored ? AuditOutcome.Success : AuditOutcome.MinorFailure, isStored ? null : "The instances were refused.", participants, patient)));
    }

    private AuditMessage Message(CodedConcept id, AuditAction action, AuditOutcome outcome, string? description, IReadOnlyList<AuditParticipant> participants, IReadOnlyList<AuditObject> objects, CodedConcept? type = null) =>
        new(new AuditEvent(id, action, time.GetUtcNow(), outcome, type, description), participants, source, objects);

    private AuditParticipant Self(CodedConcept? role) => AuditParticipant.Node(aeTitle, isRequestor: false, role: role);

    private static AuditParticipant Peer(AssociationInfo association, bool isRequestor, CodedConcept? role) =>
        AuditParticipant.Node(association.CallingAe, isRequestor, Address(association.RemoteEndPoint), role);

    // The last one stands for an identity that was not accepted, too (PS3.7 §D.3.3.7).
    private static bool IsOfIdentity(RejectReason reason) =>
        reason is RejectReason.NoReasonGiven or RejectReason.CallingAeTitleNotRecognized or RejectReason.CalledAeTitleNotRecognized or RejectReason.ProviderNoReasonGiven;

    private static string? Address(EndPoint? endPoint) => endPoint is IPEndPoint { Address: var address }
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : endPoint?.ToString();

    private void Track(ValueTask recording)
    {
        if (recording.IsCompleted) return;
        Task task = recording.AsTask();
        _recording.TryAdd(task, true);
        _ = task.ContinueWith(done => _recording.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async ValueTask RecordAsync(AuditMessage message)
    {
        try
        {
            await sink.RecordAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a sink is somebody else's code
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.AuditFailed(_logger, message.Event.Id.Meaning, failure);
        }
    }

    /// <summary>What one association has brought of one patient, with one outcome.</summary>
    private sealed class Received
    {
        private readonly Lock _lock = new();
        private AuditSubjects? _subjects;
        private string _patientId = string.Empty;
        private bool _isStored;

        /// <returns>What is complete, because something else begins.</returns>
        public (AuditSubjects Subjects, bool IsStored)? Add(StoreRequest request, StoreOutcome outcome)
        {
            bool isStored = outcome.IsStored;
            IndexEntry? entry = isStored ? outcome.Entry : null;
            string patientId = entry?.PatientId ?? string.Empty;
            lock (_lock)
            {
                (AuditSubjects, bool)? finished = _subjects is not null && (patientId != _patientId || isStored != _isStored) ? (_subjects, _isStored) : null;
                if (finished is not null || _subjects is null) (_subjects, _patientId, _isStored) = (new AuditSubjects(), patientId, isStored);
                _subjects.Add(patientId, entry?.Study ?? default, request.Id.SopClass, entry is null ? null : () => entry.Attributes);
                return finished;
            }
        }

        public (AuditSubjects Subjects, bool IsStored)? Take()
        {
            lock (_lock)
            {
                if (_subjects is not { } subjects) return null;
                _subjects = null;
                return (subjects, _isStored);
            }
        }
    }
}
