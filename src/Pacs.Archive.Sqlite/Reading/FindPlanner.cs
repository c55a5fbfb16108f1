using System.Globalization;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>Turns a query into a statement. What the schema has columns or terms for becomes a condition; every other key is tested on the rows.</summary>
internal sealed class FindPlanner
{
    private const string StudyColumns = "s.attributes, s.series, s.instances, s.modalities, s.sop_classes";
    private const string PatientColumns = "p.studies, p.series, p.instances";

    private readonly DicomQuery _query;
    private readonly SqlText _sql = new();
    private readonly List<QueryKey> _tested = [];
    private bool _hasCondition;

    private FindPlanner(DicomQuery query) => _query = query;

    internal static FindPlan Make(DicomQuery query, IndexAttributes attributes)
    {
        var order = new RowOrder(attributes, query);
        bool needsPatient = new RowComposer(attributes, query, []).NeedsPatientCounts;
        string columns = Columns(query.Level, needsPatient), tables = Tables(query.Level, needsPatient), row = OrderClause.Row(query.Level);
        bool isOrdered = order.Keys.Count > 0;
        var planner = new FindPlanner(query);
        planner._sql.Append("SELECT ").Append(isOrdered ? row + Tables(query.Level, order.Keys.Any(k => k.Level == QueryLevel.Patient && IndexAttributes.IsDerived(k.Tag))) : columns + tables);
        planner.AddConditions(attributes);
        bool isExact = planner._tested.Count == 0;
        if (isOrdered)
        {
            planner._sql.Append(OrderClause.Of(order, query.Level));
            if (isExact) planner._sql.Append(" LIMIT ").Value((long)(query.Limit ?? -1)).Append(" OFFSET ").Value((long)query.Offset);
        }

        var composer = new RowComposer(attributes, query, planner._tested);
        return new FindPlan(planner._sql.ToString(), planner._sql.Parameters, composer, isExact, isOrdered ? $"SELECT {columns}{tables} WHERE {row} = ?1" : null);
    }

    /// <summary>The statement that counts what matches; null where the rows must be looked at for it.</summary>
    internal static SqlText? MakeCount(DicomQuery query, IndexAttributes attributes)
    {
        var planner = new FindPlanner(query);
        planner._sql.Append("SELECT count(*)").Append(Tables(query.Level, needsPatient: false));
        planner.AddConditions(attributes);
        return planner._tested.Count == 0 ? planner._sql : null;
    }

    private void AddConditions(IndexAttributes attributes)
    {
        foreach (QueryKey key in _query.Keys)
            if (attributes.Supports(_query.Level, key.Tag) && !TryAdd(key)) _tested.Add(key);
    }

    private static string Columns(QueryLevel level, bool needsPatient) => level switch
    {
        QueryLevel.Patient => $"p.attributes, {PatientColumns}",
        QueryLevel.Study => StudyColumns,
        QueryLevel.Series => $"{StudyColumns}, e.attributes, e.instances",
        _ => $"{StudyColumns}, e.attributes, e.instances, i.attributes, i.transfer_syntax",
    } + (needsPatient && level > QueryLevel.Patient ? $", {PatientColumns}" : string.Empty);

    private static string Tables(QueryLevel level, bool needsPatient) => level switch
    {
        QueryLevel.Patient => " FROM patients p",
        QueryLevel.Study => " FROM studies s",
        QueryLevel.Series => " FROM studies s JOIN series e ON e.study = s.id",
        _ => " FROM studies s JOIN series e ON e.study = s.id JOIN instances i ON i.series = e.id",
    } + (needsPatient && level > QueryLevel.Patient ? " JOIN patients p ON p.id = s.patient" : string.Empty);

    /// <summary>Adds the condition of a key where there is one; false where the key must be tested on the rows, be it in addition.</summary>
    private bool TryAdd(QueryKey key) => key switch
    {
        UidQueryKey uids => TryAdd(uids.Tag, uids.Values, isExcluded: false),
        UidExclusionKey uids => TryAdd(uids.Tag, uids.Values, isExcluded: true),
        DateQueryKey date => TryAdd(date),
        TextQueryKey text => TryAdd(text),
        SequenceQueryKey sequence => sequence.Keys.Count == 0,
        _ => false,
    };

    private bool TryAdd(DicomTag tag, IReadOnlyList<DicomUid> values, bool isExcluded)
    {
        string? column =
            tag == DicomTag.StudyInstanceUID && _query.Level >= QueryLevel.Study ? "s.uid"
            : tag == DicomTag.SeriesInstanceUID && _query.Level >= QueryLevel.Series ? "e.uid"
            : tag == DicomTag.SOPInstanceUID && _query.Level >= QueryLevel.Image ? "i.uid"
            : tag == DicomTag.SOPClassUID && _query.Level >= QueryLevel.Image ? "i.sop_class"
            : null;
        if (column is null) return false;
        And().IsOneOf(column, SqlText.Texts(values), isExcluded);
        return true;
    }

    private bool TryAdd(DateQueryKey key)
    {
        // Part of a combined range, the dates only narrow: the moments are tested on the rows.
        bool isExact = !_query.CombinesDateAndTime || !_query.Keys.Any(k => k is TimeQueryKey);
        if (key.Tag == DicomTag.StudyDate && _query.Level >= QueryLevel.Study)
        {
            AppendRange(And(), "s.date", key.Range);
            return isExact;
        }

        if (!IsTerm(key.Tag)) return false;
        BeginTerms().Append("tag = ").Value((long)key.Tag.Value).Append(" AND ");
        AppendRange(_sql, "folded", key.Range);
        _sql.Append(")");
        return isExact;
    }

    private bool TryAdd(TextQueryKey key)
    {
        bool isLiteral = key.Values.All(v => !SearchText.HasWildcard(v) && !v.Contains('\\'));
        if (key.Tag == DicomTag.ModalitiesInStudy && isLiteral && _query.Level >= QueryLevel.Study)
        {
            AppendModality("s.modalities", key.Values);
            return true;
        }

        if (key.Tag == DicomTag.Modality && isLiteral && _query.Level >= QueryLevel.Series)
        {
            AppendModality("('\\' || e.modality || '\\')", key.Values);
            return true;
        }

        if (!IsTerm(key.Tag)) return false;
        var condition = new TextCondition(key, _query.IgnoresAccents);
        if (!condition.IsUseful) return false;
        condition.AppendTo(BeginTerms());
        _sql.Append(")");
        return condition.IsExact;
    }

    private bool IsTerm(DicomTag tag) => Array.IndexOf(_query.Level == QueryLevel.Patient ? SearchTerms.PatientTags : SearchTerms.StudyTags, tag) >= 0;

    private SqlText BeginTerms() => And().Append(_query.Level == QueryLevel.Patient
        ? "p.id IN (SELECT owner FROM patient_terms WHERE "
        : "s.id IN (SELECT owner FROM study_terms WHERE ");

    private void AppendModality(string column, IReadOnlyList<string> values)
    {
        And().Append("(");
        for (int i = 0; i < values.Count; i++)
            _sql.Append(i > 0 ? " OR " : string.Empty).Append($"instr({column}, ").Value($"\\{values[i].Trim()}\\").Append(") > 0");
        _sql.Append(")");
    }

    private static void AppendRange(SqlText sql, string column, DateRange range)
    {
        string? from = Text(range.From), to = Text(range.To);
        if (from == to && from is not null)
        {
            sql.Append(column).Append(" = ").Value(from);
            return;
        }

        sql.Append(column).Append(" >= ").Value(from ?? "0");
        if (to is not null) sql.Append(" AND ").Append(column).Append(" <= ").Value(to);
    }

    private static string? Text(DateOnly? day) => day?.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private SqlText And()
    {
        _sql.Append(_hasCondition ? " AND " : " WHERE ");
        _hasCondition = true;
        return _sql;
    }
}
