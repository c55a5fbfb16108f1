using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Presentation states of the archive, and what they are about.</summary>
internal static class PresentationStates
{
    private static readonly HashSet<DicomUid> Classes =
    [
        DicomUid.GrayscaleSoftcopyPresentationStateStorage, DicomUid.ColorSoftcopyPresentationStateStorage, DicomUid.PseudoColorSoftcopyPresentationStateStorage,
    ];

    public static bool IsState(DicomUid sopClass) => Classes.Contains(sopClass);

    /// <exception cref="DicomWebException">There is none of that UID.</exception>
    public static async ValueTask<PresentationState> RequireAsync(DicomWebContext context, string uid)
    {
        if (Uids.TryParse(uid, out DicomUid instance))
        {
            await foreach (IndexEntry entry in context.Archive.LocateAsync(InstanceSelector.Instance(instance), context.Aborted).ConfigureAwait(false))
                if (IsState(entry.Id.SopClass)) return (await LoadAsync(context, entry).ConfigureAwait(false)).State;
        }

        throw new DicomWebException(StatusCodes.Status404NotFound, "There is no such presentation state.");
    }

    /// <summary>A state, and the images it is about that the archive holds, in the state's order.</summary>
    public static async ValueTask<(PresentationState State, List<IndexEntry> Images)> LoadAsync(DicomWebContext context, IndexEntry entry)
    {
        DicomFile file = await StoredFile.OpenAsync(context.Archive, entry, context.Options.TranscodeInMemoryLimit, context.Aborted).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            PresentationState state = await PresentationState.LoadAsync(file, context.Aborted).ConfigureAwait(false);
            DicomUid[] wanted = [.. (file.Dataset.GetSequence(DicomTag.ReferencedSeriesSequence) ?? [])
                .SelectMany(series => series.GetSequence(DicomTag.ReferencedImageSequence) ?? [])
                .Select(image => image.GetUid(DicomTag.ReferencedSOPInstanceUID)).OfType<DicomUid>()];
            var images = new List<IndexEntry>();
            if (wanted.Length > 0)
                await foreach (IndexEntry image in context.Archive.LocateAsync(new InstanceSelector { Instances = wanted }, context.Aborted).ConfigureAwait(false)) images.Add(image);
            return (state, [.. images.OrderBy(i => Array.IndexOf(wanted, i.Id.SopInstance))]);
        }
    }
}
