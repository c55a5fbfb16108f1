using System.Security.Claims;
using Pacs.Core;
using Pacs.DicomWeb;

namespace Pacs.ServerHost;

/// <summary>
/// Narrows a search to studies of a status: <c>/dicom-web/studies?readingstatus=reported</c>. The archive knows no statuses, so it is told which studies have the wanted one, or, for unread, which have another:
/// what it is asked stays one query, and its order, pages and total are right. A parameter that a server does not know is passed over (PS3.18 §8.3.1), so this one harms nowhere.
/// </summary>
internal sealed class StatusFilter(IHttpContextAccessor http, StudyStatuses statuses) : IStudyAccess
{
    public const string Parameter = "readingstatus";

    public ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct)
    {
        // Who came by a link is not told how far the reading is.
        if (operation != DicomWebOperation.Search || ShareGate.StudyOf(user) is not null || http.HttpContext?.Request.Query[Parameter].ToString() is not { Length: > 0 } wanted) return new((IReadOnlyList<QueryKey>?)null);
        return new(wanted switch
        {
            "unread" => statuses.StudiesNot(ReadingStatus.Unread) is { Count: > 0 } others ? [new UidExclusionKey(DicomTag.StudyInstanceUID, others)] : null,
            "inProgress" => Of(ReadingStatus.InProgress),
            "reported" => Of(ReadingStatus.Reported),
            _ => throw new BadHttpRequestException($"{Parameter} takes unread, inProgress or reported."),
        });
    }

    private QueryKey[] Of(ReadingStatus status) => [statuses.Studies(status) is { Count: > 0 } studies ? new UidQueryKey(DicomTag.StudyInstanceUID, studies) : UidQueryKey.Nothing(DicomTag.StudyInstanceUID)];
}
