using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>
/// Rejects what a path selects: stores a Key Object Selection that names it (IHE RAD Imaging Object Change Management), which hides it from queries and retrievals of every kind.
/// PS3.18 has no such method; the path is that of other archives.
/// </summary>
internal static class RejectHandler
{
    private const int SeriesNumber = 9990;

    /// <summary>Stores the note, and answers as to a store request: with where it is.</summary>
    public static async Task RejectAsync(DicomWebContext context)
    {
        CodedConcept title = TitleOf(context);
        List<IndexEntry> rejected = (await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false)).FindAll(e => !IsNote(e));
        if (rejected.Count == 0) throw new DicomWebException(StatusCodes.Status404NotFound, "There is nothing to reject but notes of rejection.");
        StoredHeader header = await HeaderLoader.ReadAsync(context.Archive, rejected[0], context.Aborted).ConfigureAwait(false);
        var selection = new KeyObjectSelection(title);
        foreach (IndexEntry entry in rejected) selection.Add(new InstanceReference(entry.Study, entry.Series, entry.Id));
        var place = ObjectContext.OfStudy(header.Dataset) with { SeriesNumber = SeriesNumber, SeriesDescription = title.Meaning };
        using var note = new DicomFile(selection.ToDataset(place));
        StoreOutcome outcome = await context.Archive.Archive.StoreAsync(note, context.Aborted).ConfigureAwait(false);
        var report = new StoreReport(context.BaseUrl);
        if (outcome is { IsStored: true, Entry: { } stored }) report.AddStored(stored.Id, stored.Study, stored.Series);
        else report.AddFailed(note.Id, outcome.Status);
        context.Response.StatusCode = report.Status;
        context.Response.Headers.CacheControl = "no-store";
        await DatasetBody.WriteAsync(context, DatasetBody.ChooseAnswer(context.Request), report.ToDataset()).ConfigureAwait(false);
    }

    /// <summary>Removes a note, so that what it rejected shows again.</summary>
    public static async Task WithdrawAsync(DicomWebContext context)
    {
        IndexEntry note = await InstanceList.RequireOneAsync(context, context.Aborted).ConfigureAwait(false);
        if (!IsNote(note)) throw new DicomWebException(StatusCodes.Status409Conflict, "The instance is no note of rejection.");
        await context.Archive.Archive.RemoveAsync(InstanceSelector.Instance(note.Id.SopInstance), context.Aborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static CodedConcept TitleOf(DicomWebContext context)
    {
        string[] parts = (context.RouteValue("code") ?? string.Empty).Split('^');
        return parts is [var code, "DCM"] && RejectionNote.Titles.TryGetValue(code, out string? meaning) && context.Archive.Archive.RejectionTitles.Contains(code)
            ? new CodedConcept(code, "DCM", meaning)
            : throw new DicomWebException(StatusCodes.Status400BadRequest, $"Reasons here are {string.Join(", ", context.Archive.Archive.RejectionTitles.Select(t => t + "^DCM"))}.");
    }

    private static bool IsNote(IndexEntry entry) => entry.Id.SopClass == DicomUid.KeyObjectSelectionDocumentStorage
        && entry.Attributes.GetSequence(DicomTag.ConceptNameCodeSequence) is [var title, ..] && RejectionNote.Titles.ContainsKey(title.GetString(DicomTag.CodeValue)?.Trim() ?? string.Empty);
}
