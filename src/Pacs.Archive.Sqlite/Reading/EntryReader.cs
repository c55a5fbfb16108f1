using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>Makes entries of rows. Consecutive rows of one series share what they have in common.</summary>
internal sealed class EntryReader
{
    /// <summary>The columns that <see cref="Read"/> expects, and where they come from.</summary>
    internal const string Select = """
        SELECT i.id, i.uid, i.sop_class, i.transfer_syntax, i.address, i.length, i.hash, i.received, i.stored, i.calling_ae, i.attributes,
            e.id, e.uid, e.attributes, s.uid, s.attributes, p.patient_id
        FROM instances i JOIN series e ON e.id = i.series JOIN studies s ON s.id = e.study JOIN patients p ON p.id = s.patient
        """;

    /// <summary>The same of what is hidden. Each row has a series of its own, below all that there are.</summary>
    internal const string SelectHidden = """
        SELECT id, uid, sop_class, transfer_syntax, address, length, hash, received, stored, calling_ae, image, -id, series_uid, series, study_uid, study, patient_id FROM hidden
        """;

    /// <summary>What is visible or hidden under the UID <c>?1</c>, as one statement sees it: nothing that is just being hidden or shown again is missed between two.</summary>
    internal const string SelectEither = Select + " WHERE i.uid = ?1 UNION ALL " + SelectHidden + " WHERE uid = ?1";

    private long _seriesId = long.MinValue;
    private DicomUid _series, _study;
    private byte[] _seriesRun = [], _studyRun = [];
    private string _patientId = string.Empty;
    private TransferSyntax? _syntax;
    private string _callingAe = string.Empty;

    /// <summary>The entry of the current row.</summary>
    internal IndexEntry Read(Statement.Use row)
    {
        long seriesId = row.GetInt64(11);
        if (seriesId != _seriesId)
        {
            _seriesId = seriesId;
            _series = DicomUid.FromBytes(row.GetBytes(12));
            _seriesRun = row.GetBytes(13).ToArray();
            _study = DicomUid.FromBytes(row.GetBytes(14));
            _studyRun = row.GetBytes(15).ToArray();
            _patientId = row.GetString(16);
        }

        DicomUid syntax = DicomUid.FromBytes(row.GetBytes(3));
        if (_syntax is null || _syntax.Uid != syntax) _syntax = TransferSyntax.Get(syntax);
        ReadOnlySpan<byte> ae = row.GetBytes(9);
        if (!System.Text.Ascii.Equals(ae, _callingAe)) _callingAe = System.Text.Encoding.UTF8.GetString(ae);
        ReadOnlySpan<byte> hash = row.GetBytes(6);
        byte[] studyRun = _studyRun, seriesRun = _seriesRun, imageRun = row.GetBytes(10).ToArray();
        return new IndexEntry
        {
            Id = new InstanceId(DicomUid.FromBytes(row.GetBytes(2)), DicomUid.FromBytes(row.GetBytes(1))),
            Study = _study,
            Series = _series,
            PatientId = _patientId,
            TransferSyntax = _syntax,
            Blob = new BlobAddress(row.GetString(4)),
            DatasetLength = row.GetInt64(5),
            ContentHash = hash.Length == 16 ? BinaryPrimitives.ReadUInt128BigEndian(hash) : default,
            ReceivedAt = new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero),
            CallingAe = _callingAe,
            LoadAttributes = () => AttributeRuns.Join(studyRun, seriesRun, imageRun),
        };
    }
}
