namespace Pacs.Archive.Sqlite;

/// <summary>A query in SQL.</summary>
/// <param name="Sql">The statement; its text depends on the kinds of keys only, never on their values.</param>
/// <param name="Parameters">Values of its parameters in order, string or long.</param>
/// <param name="Composer">Makes results of its rows, and tests the keys that the statement does not.</param>
/// <param name="IsExact">Whether every row of the statement matches.</param>
internal sealed record FindPlan(string Sql, IReadOnlyList<object> Parameters, RowComposer Composer, bool IsExact);
