using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Deletes what a path selects, for good. PS3.18 has no such method; the path and the answers are those that archives agree on.</summary>
internal static class DeleteHandler
{
    public static async Task HandleAsync(DicomWebContext context)
    {
        List<IndexEntry> entries = await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false);
        InstanceSelector which = context.Selector;
        if (context.Archive.IsRestricted)
        {
            // By their own names: under the same study UID there may be instances that this user does not see. What notes hide goes as well.
            await foreach (IndexEntry entry in context.Archive.LocateAsync(which with { IncludesRejected = true }, context.Aborted).ConfigureAwait(false)) entries.Add(entry);
            which = which with { Instances = [.. entries.Select(e => e.Id.SopInstance).Distinct()] };
        }

        await context.Archive.Archive.RemoveAsync(which, context.Aborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
