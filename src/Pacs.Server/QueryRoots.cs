using Pacs.Core;

namespace Pacs.Server;

/// <summary>Which information model a query or retrieve SOP class uses (PS3.4 §C.6).</summary>
internal static class QueryRoots
{
    public static QueryRoot Of(DicomUid sopClass) =>
        sopClass == DicomUid.PatientRootQueryRetrieveInformationModelFind
        || sopClass == DicomUid.PatientRootQueryRetrieveInformationModelMove
        || sopClass == DicomUid.PatientRootQueryRetrieveInformationModelGet
            ? QueryRoot.Patient : QueryRoot.Study;
}
