namespace Pacs.ServerHost;

/// <summary><c>/api/studies/status</c>: where each study stands.</summary>
internal static class StudyStatusEndpoints
{
    private const int MostStudies = 500;

    public static void MapStudyStatus(this IEndpointRouteBuilder api)
    {
        api.MapGet("/studies/status", (string[] study, StudyStatuses statuses) => study.Length > MostStudies
            ? Results.Problem($"At most {MostStudies} studies at once.", statusCode: StatusCodes.Status400BadRequest)
            : Results.Ok(statuses.Get(study))).RequireAuthorization(HostPolicies.Search);
        api.MapPut("/studies/{study}/status", async (string study, StudyStatusChange change, StudyStatuses statuses) => StudyUid.Check(study) ?? Results.Ok(await statuses.SetAsync(study, change.Status, change.By))).RequireAuthorization(HostPolicies.Write);
    }
}
