using System.IO.Pipelines;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Receives instances of one request into the archive and keeps the account.</summary>
internal sealed class InstanceStore(DicomWebContext context, StoreReport report)
{
    private readonly Lock _reporting = new();
    private readonly DicomUid? _study = context.Study;

    /// <summary>Receives a file, from its preamble to the end of the pipe.</summary>
    public async ValueTask ReceiveAsync(PipeReader content, CancellationToken ct)
    {
        if (await IncomingHead.ReadAsync(content, ct).ConfigureAwait(false) is not { } head)
        {
            lock (_reporting) report.AddOther(DicomStatus.CannotUnderstand);
            return;
        }

        var id = new InstanceId(head.Meta.GetUid(DicomTag.MediaStorageSOPClassUID) ?? default, head.Meta.GetUid(DicomTag.MediaStorageSOPInstanceUID) ?? default);
        await ReceiveAsync(id, head.Syntax, content, ct).ConfigureAwait(false);
    }

    /// <summary>Receives a data set.</summary>
    public async ValueTask ReceiveAsync(InstanceId id, TransferSyntax syntax, PipeReader dataset, CancellationToken ct)
    {
        string? patient = null;
        DicomUid? study = null;
        StoreOutcome outcome = await context.Archive.Archive.ReceiveAsync(new IncomingInstance
        {
            Id = id,
            TransferSyntax = syntax,
            Admit = (header, token) =>
            {
                (patient, study) = (header.GetString(DicomTag.PatientID), header.GetUid(DicomTag.StudyInstanceUID));
                return AdmitAsync(header, token);
            },
        }, dataset, ct).ConfigureAwait(false);
        if (context.Audit is { } audit)
        {
            if (outcome is { IsStored: true, Entry: { } stored }) audit.Touched.Add(stored.PatientId, stored.Study, stored.Id.SopClass, () => stored.Attributes);
            else audit.Refused.Add(patient ?? string.Empty, study ?? _study ?? default, id.SopClass);
        }

        if (outcome is { IsStored: true, Entry: { } kept }) context.Service.KnownStudies.Add(kept.Study, Trimmed(kept.PatientId));
        lock (_reporting)
        {
            if (outcome is { IsStored: true, Entry: { } entry }) report.AddStored(entry.Id, entry.Study, entry.Series);
            else if (id.SopInstance.IsEmpty) report.AddOther(outcome.Status);
            else report.AddFailed(id, outcome.Status);
        }
    }

    private async ValueTask<DicomStatus?> AdmitAsync(DicomDataset header, CancellationToken ct)
    {
        DicomUid? study = header.GetUid(DicomTag.StudyInstanceUID);
        // PS3.18 §10.5.1: with a study in the path only its instances are stored.
        if (_study is not null && study != _study) return DicomStatus.DataSetDoesNotMatchSopClass.With("Study Instance UID differs from the path's");
        if (!context.Archive.MaySee(header) || await TouchesHiddenAsync(header, ct).ConfigureAwait(false)) return DicomStatus.NotAuthorized;
        if (!await IsOtherPatientAsync(study, header.GetString(DicomTag.PatientID), ct).ConfigureAwait(false)) return null;
        // Who does not see that patient is not told of the study either.
        return context.Archive.IsRestricted ? DicomStatus.NotAuthorized : DicomStatus.DataSetDoesNotMatchSopClass.With("The study is another patient's");
    }

    // Under the UID of an instance, or into a study, that the user does not see there is nothing for the user to store: what the data set itself says of its
    // patient and study is the sender's word. A note of rejection would hide what is there.
    private async ValueTask<bool> TouchesHiddenAsync(DicomDataset header, CancellationToken ct)
    {
        if (!context.Archive.IsRestricted) return false;
        if (header.GetUid(DicomTag.SOPInstanceUID) is { } instance)
        {
            await foreach (IndexEntry entry in context.Archive.Archive.LocateAsync(InstanceSelector.Instance(instance) with { IncludesRejected = true }, ct).ConfigureAwait(false))
                if (!context.Archive.MaySee(entry)) return true;
        }

        if (header.GetUid(DicomTag.StudyInstanceUID) is not { } study) return false;
        DicomQuery sameStudy = DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, study);
        return await CountAsync(context.Archive.Archive.FindAsync(sameStudy, ct)).ConfigureAwait(false) > await CountAsync(context.Archive.FindAsync(sameStudy, ct)).ConfigureAwait(false);
    }

    // Studies of one UID: one, seldom two.
    private static async ValueTask<int> CountAsync(IAsyncEnumerable<DicomDataset> studies)
    {
        int count = 0;
        await foreach (DicomDataset _ in studies.ConfigureAwait(false)) count++;
        return count;
    }

    // A viewer that loses the patient's identity (an SR made from metadata, say) would make a second study under the same UID that nobody finds.
    private async ValueTask<bool> IsOtherPatientAsync(DicomUid? study, string? patientId, CancellationToken ct)
    {
        if (study is null) return false;
        string patient = Trimmed(patientId);
        if (context.Service.KnownStudies.IsOf(study.Value, patient)) return false;
        bool isKnown = false;
        await foreach (DicomDataset known in context.Archive.Archive.FindAsync(DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, study.Value).Return(DicomTag.PatientID), ct).ConfigureAwait(false))
        {
            if (Trimmed(known.GetString(DicomTag.PatientID)) == patient) return false;
            isKnown = true;
        }

        return isKnown;
    }

    private static string Trimmed(string? patientId) => (patientId ?? string.Empty).Trim(' ', '\0');
}
