using Pacs.Archive;
using Pacs.Core;
using Pacs.Hosting;

namespace Pacs.ServerHost;

/// <summary>Drafts, signs and prints reports. Signing stores a structured report and a PDF in the archive, as instances of the study.</summary>
internal sealed class ReportService(ReportStore store, StudyStatuses statuses, PacsService pacs, HostOptions options, TimeProvider time)
{
    public StudyReport? Get(string study) => store.Get(study);

    /// <summary>Saves a draft.</summary>
    /// <param name="study">Study Instance UID.</param>
    /// <param name="draft">The content; state, version and signature in it are not regarded.</param>
    /// <param name="seen">The version that it replaces; 0 for the first.</param>
    /// <returns>The saved version; null when another was saved meanwhile, or the report is signed.</returns>
    public StudyReport? Save(string study, StudyReport draft, int seen)
    {
        if (store.Get(study) is { State: ReportState.Signed }) return null;
        StudyReport next = draft with { State = ReportState.Draft, Version = seen + 1, UpdatedAt = time.GetUtcNow(), SignedBy = null, SignedAt = null, ReportUid = null, PdfUid = null };
        return store.TrySave(study, next, seen) ? next : null;
    }

    /// <summary>The report as PDF; null when there is none, or no such study.</summary>
    public async Task<byte[]?> PrintAsync(string study, CancellationToken ct)
    {
        if (store.Get(study) is not { } report) return null;
        var uid = new DicomUid(study);
        return await HeaderAsync(uid, ct) is { } instance ? await PrintAsync(report, uid, instance, ct) : null;
    }

    /// <summary>Signs the draft: from now on it does not change.</summary>
    /// <param name="study">Study Instance UID.</param>
    /// <param name="signedBy">Who answers for it.</param>
    /// <param name="ct">Gives up before the first instance is stored.</param>
    public async Task<SigningResult> SignAsync(string study, string signedBy, CancellationToken ct)
    {
        var uid = new DicomUid(study);
        if (store.Get(study) is not { } draft || await HeaderAsync(uid, ct) is not { } instance) return new SigningResult(SigningOutcome.NotFound);
        if (draft.State == ReportState.Signed) return new SigningResult(SigningOutcome.AlreadySigned, draft);
        if (await KeyImagePictures.ResolveAsync(Archive, uid, draft.KeyImages, ct) is not { } images) return new SigningResult(SigningOutcome.KeyImageMissing, draft);
        StudyReport signed = draft with { State = ReportState.Signed, Version = draft.Version + 1, SignedBy = signedBy, SignedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow() };
        ObjectContext context = ObjectContext.OfStudy(instance) with { SeriesNumber = 900, SeriesDescription = "Report", Manufacturer = "Pacs", ModelName = "Pacs.ServerHost", Time = time };
        byte[] pdf = await PrintAsync(signed, uid, instance, ct);
        DicomDataset report = ReportDocuments.ToStructuredReport(signed, context, images);
        DicomDataset document = ReportDocuments.ToEncapsulatedPdf(signed, context with { SeriesInstanceUid = DicomUid.NewUid(), SeriesNumber = 901 }, pdf, images);
        signed = signed with { ReportUid = report.GetString(DicomTag.SOPInstanceUID), PdfUid = document.GetString(DicomTag.SOPInstanceUID) };

        // The signature counts only once both are durable; who signs again after a fault signs new instances.
        await StoreAsync(report, ct);
        await StoreAsync(document, CancellationToken.None);
        if (!store.TrySave(study, signed, draft.Version)) return new SigningResult(SigningOutcome.Changed, store.Get(study));
        await statuses.SetAsync(study, ReadingStatus.Reported, signedBy);
        return new SigningResult(SigningOutcome.Signed, signed);
    }

    private DicomArchive Archive => pacs.Archive ?? throw new InvalidOperationException("The archive is not open.");

    private async Task<DicomDataset?> HeaderAsync(DicomUid study, CancellationToken ct)
    {
        await foreach (DicomDataset found in Archive.FindAsync(DicomQuery.Instances().Match(DicomTag.StudyInstanceUID, study).ReturnAll().Take(1), ct)) return found;
        return null;
    }

    private async Task<byte[]> PrintAsync(StudyReport report, DicomUid study, DicomDataset instance, CancellationToken ct) =>
        ReportPdf.Write(report, ReportHeader.Of(instance), await KeyImagePictures.DrawAsync(Archive, study, report.KeyImages, ct), instance.GetString(DicomTag.InstitutionName) ?? options.AeTitle);

    private async Task StoreAsync(DicomDataset dataset, CancellationToken ct)
    {
        StoreOutcome outcome = await Archive.StoreAsync(new DicomFile(dataset), ct);
        if (!outcome.IsStored) throw new IOException($"The archive did not take the report: {outcome.Status}.");
    }
}
