namespace Pacs.Core;

/// <summary>An attribute that the results of a query are ordered by.</summary>
/// <param name="Tag">The attribute, at top level.</param>
/// <param name="IsDescending">Largest or latest first. Entities without a value come last either way.</param>
public sealed record QueryOrder(DicomTag Tag, bool IsDescending = false);
