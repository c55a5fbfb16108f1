namespace Pacs.Archive.Sqlite;

/// <summary>A step from one version of the schema to the next.</summary>
/// <param name="Version">The version it leads to.</param>
/// <param name="Sql">Statements, run in one transaction with the others that are due.</param>
internal sealed record Migration(int Version, string Sql);
