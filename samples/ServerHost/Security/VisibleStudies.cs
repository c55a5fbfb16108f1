using System.Security.Claims;
using Pacs.Archive;
using Pacs.Core;
using Pacs.DicomWeb;
using Pacs.Hosting;

namespace Pacs.ServerHost;

/// <summary>Whether a user may see a study: the same restrictions as in DICOMweb.</summary>
internal sealed class VisibleStudies(IEnumerable<IStudyAccess> access, PacsService pacs)
{
    /// <summary>Whether there is such a study for the user. Who sees everything may also ask about one that is not here yet.</summary>
    public async ValueTask<bool> IsVisibleAsync(ClaimsPrincipal user, string study, CancellationToken ct)
    {
        var keys = new List<QueryKey>();
        foreach (IStudyAccess each in access)
            if (await each.RestrictAsync(user, DicomWebOperation.Retrieve, ct) is { } more) keys.AddRange(more);
        if (keys.Count == 0) return true;
        if (pacs.Archive is not { } archive || !DicomUid.IsValid(study)) return false;
        DicomQuery query = DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, [new DicomUid(study)]).Return();
        foreach (QueryKey key in keys) query = query.Match(key);
        await foreach (DicomDataset _ in archive.FindAsync(query.Take(1), ct)) return true;
        return false;
    }
}

/// <summary>Answers 404 to requests about a study that their user does not see.</summary>
internal sealed class StudyFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        if (http.Request.RouteValues.TryGetValue("study", out object? value) && value is string study
            && !await http.RequestServices.GetRequiredService<VisibleStudies>().IsVisibleAsync(http.User, study, http.RequestAborted))
            return Results.Problem("There is no such study.", statusCode: StatusCodes.Status404NotFound);
        return await next(context);
    }
}
