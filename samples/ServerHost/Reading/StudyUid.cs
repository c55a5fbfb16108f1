using Pacs.Core;

namespace Pacs.ServerHost;

/// <summary>Checks the study in a path.</summary>
internal static class StudyUid
{
    /// <summary>Null for a UID, else the answer to give.</summary>
    public static IResult? Check(string study) =>
        DicomUid.IsValid(study) ? null : Results.Problem("The study in the path is no UID.", statusCode: StatusCodes.Status400BadRequest);
}
