namespace Pacs.Archive.Sqlite;

/// <summary>The versions of the schema. A version that was released is never edited: a new one follows.</summary>
internal static class SchemaVersions
{
    /// <summary>Marks the file as an index of this suite: "Pacs" in ASCII.</summary>
    internal const int ApplicationId = 0x50616373;

    internal static readonly IReadOnlyList<Migration> All = [new(1, Version1), new(2, Version2), new(3, Version3)];

    // Dates are YYYYMMDD. Modalities are \CT\SR\, so that one is found by a plain substring. Attribute blobs are runs (AttributeRuns).
    // An instance's id is the sequence number of the change that stored it: rows are appended, and the table is the change feed of what was stored.
    // Terms are what text keys search: the folded form has no accents, so that one index serves both kinds of comparison.
    private const string Version1 = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

        CREATE TABLE patients (
            id INTEGER PRIMARY KEY,
            patient_id TEXT NOT NULL,
            issuer TEXT NOT NULL,
            studies INTEGER NOT NULL,
            series INTEGER NOT NULL,
            instances INTEGER NOT NULL,
            attributes BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX patients_identity ON patients (patient_id, issuer);

        CREATE TABLE patient_terms (
            tag INTEGER NOT NULL, folded TEXT NOT NULL, value TEXT NOT NULL, owner INTEGER NOT NULL,
            PRIMARY KEY (tag, folded, value, owner)) STRICT, WITHOUT ROWID;

        CREATE TABLE studies (
            id INTEGER PRIMARY KEY,
            patient INTEGER NOT NULL REFERENCES patients,
            uid TEXT NOT NULL,
            date TEXT,
            series INTEGER NOT NULL,
            instances INTEGER NOT NULL,
            modalities TEXT NOT NULL,
            sop_classes TEXT NOT NULL,
            attributes BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX studies_uid ON studies (uid, patient);
        CREATE INDEX studies_patient ON studies (patient);
        CREATE INDEX studies_date ON studies (date, modalities);

        CREATE TABLE study_terms (
            tag INTEGER NOT NULL, folded TEXT NOT NULL, value TEXT NOT NULL, owner INTEGER NOT NULL,
            PRIMARY KEY (tag, folded, value, owner)) STRICT, WITHOUT ROWID;

        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            study INTEGER NOT NULL REFERENCES studies,
            uid TEXT NOT NULL,
            modality TEXT NOT NULL,
            instances INTEGER NOT NULL,
            attributes BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX series_uid ON series (uid, study);
        CREATE INDEX series_study ON series (study);

        CREATE TABLE instances (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series,
            uid TEXT NOT NULL,
            sop_class TEXT NOT NULL,
            transfer_syntax TEXT NOT NULL,
            address TEXT NOT NULL,
            length INTEGER NOT NULL,
            hash BLOB NOT NULL,
            received INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            calling_ae TEXT NOT NULL,
            attributes BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX instances_uid ON instances (uid);
        CREATE INDEX instances_series ON instances (series);

        CREATE TABLE removals (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL,
            sop_class TEXT NOT NULL,
            study TEXT NOT NULL,
            series TEXT NOT NULL,
            removed INTEGER NOT NULL) STRICT;
        """;

    // Who rejects whom, and what is hidden for it: whole, so that it can be put back where it was. Row numbers are those that the instances had.
    private const string Version2 = """
        CREATE TABLE rejections (instance TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (instance, note)) STRICT, WITHOUT ROWID;
        CREATE INDEX rejections_note ON rejections (note);

        CREATE TABLE hidden (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL,
            sop_class TEXT NOT NULL,
            transfer_syntax TEXT NOT NULL,
            address TEXT NOT NULL,
            length INTEGER NOT NULL,
            hash BLOB NOT NULL,
            received INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            calling_ae TEXT NOT NULL,
            image BLOB NOT NULL,
            series_uid TEXT NOT NULL,
            series BLOB NOT NULL,
            study_uid TEXT NOT NULL,
            study BLOB NOT NULL,
            patient_id TEXT NOT NULL) STRICT;
        CREATE UNIQUE INDEX hidden_uid ON hidden (uid);
        CREATE INDEX hidden_study ON hidden (study_uid);
        """;

    // What studies are ordered by where it is the patient's name (SortValue), so that a page of them is read from an index.
    private const string Version3 = $"""
        ALTER TABLE studies ADD COLUMN name TEXT;
        UPDATE studies SET name = {SortFunction.Name}(attributes, 0x00100010);
        CREATE INDEX studies_name ON studies (name);
        """;
}
