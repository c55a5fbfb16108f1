using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>Patients, studies and series for the writer: looked up once and remembered, made where missing, their counts written together at the end of a batch.</summary>
/// <remarks>What is remembered holds only while nobody else writes to the file; <see cref="Forget"/> otherwise, and after a failed batch.</remarks>
internal sealed class EntityStore(Database database)
{
    private const int MaxRemembered = 20_000;

    private readonly Dictionary<(string PatientId, string Issuer), PatientRow> _patients = [];
    private readonly Dictionary<(long Patient, string Uid), StudyRow> _studies = [];
    private readonly Dictionary<(long Study, string Uid), SeriesRow> _series = [];
    private readonly Dictionary<long, SeriesRow> _seriesById = [];
    private readonly List<PatientRow> _dirtyPatients = [];
    private readonly List<StudyRow> _dirtyStudies = [];
    private readonly List<SeriesRow> _dirtySeries = [];

    internal void Forget()
    {
        _patients.Clear();
        _studies.Clear();
        _series.Clear();
        _seriesById.Clear();
        _dirtyPatients.Clear();
        _dirtyStudies.Clear();
        _dirtySeries.Clear();
    }

    /// <summary>Notes that the counts of a series and those above it changed.</summary>
    internal void Touch(SeriesRow series)
    {
        if (!series.IsDirty) _dirtySeries.Add(series);
        series.IsDirty = true;
        Touch(series.Study);
    }

    /// <summary>The patient, made where missing, its attributes brought up to date.</summary>
    internal PatientRow Patient((string PatientId, string Issuer) identity, ReadOnlySpan<byte> run)
    {
        if (!_patients.TryGetValue(identity, out PatientRow? patient))
            _patients.Add(identity, patient = FindPatient(identity) ?? InsertPatient(identity));
        if (AttributeRuns.Supplement(patient.Run, run, latestWins: true) is not { } changed) return patient;
        UpdateTerms("patient_terms", patient.Id, patient.Run, changed, SearchTerms.PatientTags);
        patient.Run = changed;
        UpdateAttributes("UPDATE patients SET attributes = ?2 WHERE id = ?1", patient.Id, changed);
        return patient;
    }

    /// <summary>The study of a patient, made where missing, its attributes supplemented.</summary>
    internal StudyRow Study(PatientRow patient, string uid, ReadOnlySpan<byte> run)
    {
        if (!_studies.TryGetValue((patient.Id, uid), out StudyRow? study))
            _studies.Add((patient.Id, uid), study = FindStudy(patient, uid) ?? InsertStudy(patient, uid));
        if (AttributeRuns.Supplement(study.Run, run, latestWins: false) is not { } changed) return study;
        UpdateTerms("study_terms", study.Id, study.Run, changed, SearchTerms.StudyTags);
        study.Run = changed;
        using Statement.Use use = database.Prepare("UPDATE studies SET attributes = ?2, date = ?3, name = ?4 WHERE id = ?1").Begin();
        use.Bind(1, study.Id);
        use.BindBlob(2, changed);
        use.Bind(3, SearchTerms.Day(AttributeRuns.Parse(changed), DicomTag.StudyDate));
        if (SortValue.Read(changed, DicomTag.PatientName) is { IsNone: false } name) use.BindText(4, name.Text.Span);
        else use.Bind(4, null);
        use.Step();
        return study;
    }

    /// <summary>The series of a study, made where missing, its attributes supplemented.</summary>
    internal SeriesRow Series(StudyRow study, string uid, ReadOnlySpan<byte> run)
    {
        if (!_series.TryGetValue((study.Id, uid), out SeriesRow? series))
        {
            series = FindSeries(study, uid) ?? InsertSeries(study, uid);
            Remember(series);
        }

        if (AttributeRuns.Supplement(series.Run, run, latestWins: false) is not { } changed) return series;
        series.Run = changed;
        string modality = AttributeRuns.Modality(changed);
        if (modality != series.Modality)
        {
            series.Modality = modality;
            study.HasStaleModalities = true;
            Touch(study);
        }

        using Statement.Use use = database.Prepare("UPDATE series SET attributes = ?2, modality = ?3 WHERE id = ?1").Begin();
        use.Bind(1, series.Id);
        use.BindBlob(2, changed);
        use.Bind(3, modality);
        use.Step();
        return series;
    }

    /// <summary>The series with that row id, which must exist.</summary>
    internal SeriesRow Series(long id)
    {
        if (_seriesById.TryGetValue(id, out SeriesRow? series)) return series;
        (string PatientId, string Issuer) identity;
        string studyUid, seriesUid;
        using (Statement.Use use = database.Prepare("""
            SELECT p.patient_id, p.issuer, s.uid, e.uid FROM series e JOIN studies s ON s.id = e.study JOIN patients p ON p.id = s.patient WHERE e.id = ?1
            """).Begin())
        {
            use.Bind(1, id);
            if (!use.Step()) throw new IndexException(IndexFault.Corrupt, $"The index names series row {id}, which it does not have.");
            identity = (use.GetString(0), use.GetString(1));
            studyUid = use.GetString(2);
            seriesUid = use.GetString(3);
        }

        return Series(Study(Patient(identity, []), studyUid, []), seriesUid, []);
    }

    /// <summary>Removes a series without instances, and what it leaves empty.</summary>
    internal void Remove(SeriesRow series)
    {
        StudyRow study = series.Study;
        _series.Remove((study.Id, series.Uid));
        _seriesById.Remove(series.Id);
        series.IsGone = true;
        Delete("DELETE FROM series WHERE id = ?1", series.Id);
        study.Series--;
        study.Patient.Series--;
        study.HasStaleModalities = true;
        if (study.Series > 0) return;

        PatientRow patient = study.Patient;
        _studies.Remove((patient.Id, study.Uid));
        study.IsGone = true;
        UpdateTerms("study_terms", study.Id, study.Run, [], SearchTerms.StudyTags);
        Delete("DELETE FROM studies WHERE id = ?1", study.Id);
        if (--patient.Studies > 0) return;

        _patients.Remove(patient.Identity);
        patient.IsGone = true;
        UpdateTerms("patient_terms", patient.Id, patient.Run, [], SearchTerms.PatientTags);
        Delete("DELETE FROM patients WHERE id = ?1", patient.Id);
    }

    /// <summary>Writes the counts that changed.</summary>
    internal void WriteCounts()
    {
        foreach (SeriesRow series in _dirtySeries)
        {
            series.IsDirty = false;
            if (series.IsGone) continue;
            using Statement.Use use = database.Prepare("UPDATE series SET instances = ?2 WHERE id = ?1").Begin();
            use.Bind(1, series.Id);
            use.Bind(2, series.Instances);
            use.Step();
        }

        foreach (StudyRow study in _dirtyStudies)
        {
            study.IsDirty = false;
            if (!study.IsGone) WriteCounts(study);
        }

        foreach (PatientRow patient in _dirtyPatients)
        {
            patient.IsDirty = false;
            if (patient.IsGone) continue;
            using Statement.Use use = database.Prepare("UPDATE patients SET studies = ?2, series = ?3, instances = ?4 WHERE id = ?1").Begin();
            use.Bind(1, patient.Id);
            use.Bind(2, patient.Studies);
            use.Bind(3, patient.Series);
            use.Bind(4, patient.Instances);
            use.Step();
        }

        _dirtySeries.Clear();
        _dirtyStudies.Clear();
        _dirtyPatients.Clear();
        if (_seriesById.Count + _studies.Count + _patients.Count > MaxRemembered) Forget();
    }

    private void Touch(StudyRow study)
    {
        if (!study.IsDirty) _dirtyStudies.Add(study);
        study.IsDirty = true;
        if (!study.Patient.IsDirty) _dirtyPatients.Add(study.Patient);
        study.Patient.IsDirty = true;
    }

    private void WriteCounts(StudyRow study)
    {
        using (Statement.Use use = database.Prepare("UPDATE studies SET series = ?2, instances = ?3 WHERE id = ?1").Begin())
        {
            use.Bind(1, study.Id);
            use.Bind(2, study.Series);
            use.Bind(3, study.Instances);
            use.Step();
        }

        if (study.HasStaleModalities)
        {
            using Statement.Use use = database.Prepare("""
                UPDATE studies SET modalities = coalesce('\' || (SELECT group_concat(modality, '\') FROM
                    (SELECT DISTINCT modality FROM series WHERE study = ?1 AND modality <> '' ORDER BY modality)) || '\', '') WHERE id = ?1
                """).Begin();
            use.Bind(1, study.Id);
            use.Step();
            study.HasStaleModalities = false;
        }

        if (study.HasStaleSopClasses)
        {
            study.SopClasses.Clear();
            using Statement.Use use = database.Prepare(
                "SELECT DISTINCT i.sop_class FROM series e JOIN instances i ON i.series = e.id WHERE e.study = ?1").Begin();
            use.Bind(1, study.Id);
            while (use.Step()) study.SopClasses.Add(use.GetString(0));
            study.HasStaleSopClasses = false;
        }

        using Statement.Use classes = database.Prepare("UPDATE studies SET sop_classes = ?2 WHERE id = ?1 AND sop_classes <> ?2").Begin();
        classes.Bind(1, study.Id);
        classes.Bind(2, string.Join('\\', study.SopClasses.Order(StringComparer.Ordinal)));
        classes.Step();
    }

    private PatientRow? FindPatient((string PatientId, string Issuer) identity)
    {
        using Statement.Use use = database.Prepare("SELECT id, studies, series, instances, attributes FROM patients WHERE patient_id = ?1 AND issuer = ?2").Begin();
        use.Bind(1, identity.PatientId);
        use.Bind(2, identity.Issuer);
        return use.Step()
            ? new PatientRow(use.GetInt64(0), identity) { Studies = use.GetInt64(1), Series = use.GetInt64(2), Instances = use.GetInt64(3), Run = use.GetBytes(4).ToArray() }
            : null;
    }

    private PatientRow InsertPatient((string PatientId, string Issuer) identity)
    {
        using Statement.Use use = database.Prepare("INSERT INTO patients (patient_id, issuer, studies, series, instances, attributes) VALUES (?1, ?2, 0, 0, 0, x'') RETURNING id").Begin();
        use.Bind(1, identity.PatientId);
        use.Bind(2, identity.Issuer);
        use.Step();
        var patient = new PatientRow(use.GetInt64(0), identity);
        use.Step();
        return patient;
    }

    private StudyRow? FindStudy(PatientRow patient, string uid)
    {
        using Statement.Use use = database.Prepare("SELECT id, series, instances, sop_classes, attributes FROM studies WHERE uid = ?1 AND patient = ?2").Begin();
        use.Bind(1, uid);
        use.Bind(2, patient.Id);
        if (!use.Step()) return null;
        var study = new StudyRow(use.GetInt64(0), patient, uid) { Series = use.GetInt64(1), Instances = use.GetInt64(2), Run = use.GetBytes(4).ToArray() };
        foreach (string sopClass in use.GetString(3).Split('\\', StringSplitOptions.RemoveEmptyEntries)) study.SopClasses.Add(sopClass);
        return study;
    }

    private StudyRow InsertStudy(PatientRow patient, string uid)
    {
        using Statement.Use use = database.Prepare("""
            INSERT INTO studies (patient, uid, series, instances, modalities, sop_classes, attributes) VALUES (?1, ?2, 0, 0, '', '', x'') RETURNING id
            """).Begin();
        use.Bind(1, patient.Id);
        use.Bind(2, uid);
        use.Step();
        var study = new StudyRow(use.GetInt64(0), patient, uid);
        use.Step();
        patient.Studies++;
        Touch(study);
        return study;
    }

    private SeriesRow? FindSeries(StudyRow study, string uid)
    {
        using Statement.Use use = database.Prepare("SELECT id, instances, modality, attributes FROM series WHERE uid = ?1 AND study = ?2").Begin();
        use.Bind(1, uid);
        use.Bind(2, study.Id);
        return use.Step()
            ? new SeriesRow(use.GetInt64(0), study, uid) { Instances = use.GetInt64(1), Modality = use.GetString(2), Run = use.GetBytes(3).ToArray() }
            : null;
    }

    private SeriesRow InsertSeries(StudyRow study, string uid)
    {
        using Statement.Use use = database.Prepare("INSERT INTO series (study, uid, modality, instances, attributes) VALUES (?1, ?2, '', 0, x'') RETURNING id").Begin();
        use.Bind(1, study.Id);
        use.Bind(2, uid);
        use.Step();
        var series = new SeriesRow(use.GetInt64(0), study, uid);
        use.Step();
        study.Series++;
        study.Patient.Series++;
        Touch(series);
        return series;
    }

    private void Remember(SeriesRow series)
    {
        _series.Add((series.Study.Id, series.Uid), series);
        _seriesById.Add(series.Id, series);
    }

    private void UpdateTerms(string table, long owner, byte[] before, byte[] after, DicomTag[] tags)
    {
        HashSet<Term> old = SearchTerms.Of(before, tags), now = SearchTerms.Of(after, tags);
        foreach (Term term in old)
            if (!now.Contains(term)) Write($"DELETE FROM {table} WHERE tag = ?1 AND folded = ?2 AND value = ?3 AND owner = ?4", term, owner);
        foreach (Term term in now)
            if (!old.Contains(term)) Write($"INSERT INTO {table} (tag, folded, value, owner) VALUES (?1, ?2, ?3, ?4)", term, owner);
    }

    private void Write(string sql, Term term, long owner)
    {
        using Statement.Use use = database.Prepare(sql).Begin();
        use.Bind(1, term.Tag.Value);
        use.Bind(2, term.Folded);
        use.Bind(3, term.Value);
        use.Bind(4, owner);
        use.Step();
    }

    private void UpdateAttributes(string sql, long id, byte[] run)
    {
        using Statement.Use use = database.Prepare(sql).Begin();
        use.Bind(1, id);
        use.BindBlob(2, run);
        use.Step();
    }

    private void Delete(string sql, long id)
    {
        using Statement.Use use = database.Prepare(sql).Begin();
        use.Bind(1, id);
        use.Step();
    }
}
