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
        // By their own names: under the same study UID there may be instances that this user does not see.
        InstanceSelector which = context.Archive.IsRestricted ? context.Selector with { Instances = [.. entries.Select(e => e.Id.SopInstance)] } : context.Selector;
        await context.Archive.Archive.RemoveAsync(which, context.Aborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
