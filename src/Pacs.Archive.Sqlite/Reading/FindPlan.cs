namespace Pacs.Archive.Sqlite;

/// <summary>A query in SQL.</summary>
/// <param name="Sql">The statement; its text depends on the kinds of keys only, never on their values.</param>
/// <param name="Parameters">Values of its parameters in order, string or long.</param>
/// <param name="Composer">Makes results of its rows, and tests the keys that the statement does not.</param>
/// <param name="IsExact">Whether every row of the statement matches.</param>
/// <param name="RowSql">
/// Where an order is asked for: the statement that gives one row by its number. <paramref name="Sql"/> gives the numbers in order then, and where it is exact heeds limit and offset,
/// so that what is sorted is numbers, not rows, and no row is read that is not wanted.
/// </param>
internal sealed record FindPlan(string Sql, IReadOnlyList<object> Parameters, RowComposer Composer, bool IsExact, string? RowSql);
