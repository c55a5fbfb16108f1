using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>What became of the instances of one store request: the data set of PS3.18 §10.5.3, and its HTTP status.</summary>
internal sealed class StoreReport(string baseUrl)
{
    private readonly List<DicomDataset> _stored = [], _failed = [], _others = [];
    private readonly HashSet<DicomUid> _studies = [];
    private bool _hasWarnings, _isUnderstood;

    /// <summary>Parts dealt with.</summary>
    public int Count => _stored.Count + _failed.Count + _others.Count;

    /// <summary>An instance is stored.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="study">Its study.</param>
    /// <param name="series">Its series.</param>
    /// <param name="warning">Warning Reason (0008,1196), or null.</param>
    public void AddStored(InstanceId id, DicomUid study, DicomUid series, ushort? warning = null)
    {
        DicomDataset item = Reference(id);
        item.Set(DicomTag.RetrieveURL, BulkUris.InstanceUrl(baseUrl, study, series, id.SopInstance));
        if (warning is { } reason) item.SetUInt16(DicomTag.WarningReason, reason);
        _hasWarnings |= warning is not null;
        _studies.Add(study);
        _stored.Add(item);
    }

    /// <summary>An instance was refused. A comment stays out: it may quote the data set.</summary>
    public void AddFailed(InstanceId id, DicomStatus status)
    {
        DicomDataset item = Reference(id);
        item.SetUInt16(DicomTag.FailureReason, status.Code);
        _failed.Add(item);
    }

    /// <summary>A part was no instance that could be named.</summary>
    public void AddOther(DicomStatus status)
    {
        _isUnderstood |= status.Code != DicomStatus.CannotUnderstand.Code;
        var item = new DicomDataset();
        item.SetUInt16(DicomTag.FailureReason, status.Code);
        _others.Add(item);
    }

    /// <summary>HTTP status (PS3.18 Table 10.5.3-1): a conflict where something was formed correctly and could not be stored, a bad request where nothing was.</summary>
    public int Status =>
        _stored.Count + _failed.Count == 0 && !_isUnderstood ? StatusCodes.Status400BadRequest
        : _stored.Count == 0 ? StatusCodes.Status409Conflict
        : _failed.Count + _others.Count > 0 || _hasWarnings ? StatusCodes.Status202Accepted
        : StatusCodes.Status200OK;

    public DicomDataset ToDataset()
    {
        var report = new DicomDataset();
        // Of type 2 (PS3.18 Table I.1-1): empty where it is not one study.
        if (_studies.Count == 1) report.Set(DicomTag.RetrieveURL, $"{baseUrl}/studies/{_studies.First()}");
        else report.SetBytes(DicomTag.RetrieveURL, DicomVR.UR, []);
        if (_failed.Count > 0) report.Set(DicomTag.FailedSOPSequence, new DicomSequence(_failed));
        if (_stored.Count > 0) report.Set(DicomTag.ReferencedSOPSequence, new DicomSequence(_stored));
        if (_others.Count > 0) report.Set(DicomTag.OtherFailuresSequence, new DicomSequence(_others));
        return report;
    }

    private static DicomDataset Reference(InstanceId id)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSOPClassUID, id.SopClass);
        item.Set(DicomTag.ReferencedSOPInstanceUID, id.SopInstance);
        return item;
    }
}
